#include "app/session/scenario_flow.h"

#include "app/engine/scenario_lab.h"
#include "app/engine/scenario_slow.h"
#include "app/session/desk_session.h"
#include "app/session/history_opening.h"
#include "models/risk/factor_levels.h"

#include <QPointer>
#include <QThreadPool>

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

constexpr qint64 unwatchedEvery = 5'000; // ms between runs while nobody looks
constexpr qint64 explainEvery = 2'000;   // ms between "now"s that P&L is explained to
constexpr qint64 recordEvery = 60'000;   // ms between records of limits and levels
constexpr std::size_t mostMoments = 50;

// The lab lives on the worker's thread and goes with it.
ScenarioWorker::Work labWork()
{
    return [lab = std::make_shared<ScenarioLab>()](const ScenarioRequest& request, const ScenarioWorker::Stops& stops,
                                                   const ScenarioWorker::Reports& reports) {
        lab->run(request, stops, reports);
    };
}

std::vector<std::string> underlyingsIn(const DeskPicture& picture)
{
    std::vector<std::string> names;
    for (const UnderlyingPicture& each : picture.underlyings)
        names.push_back(each.underlying);
    return names;
}

} // namespace

ScenarioFlow::ScenarioFlow(DeskSession& session, const Clock& clock, const Setup& setup, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_clock(clock),
      m_setup(setup),
      m_set(standardScenarioSet()),
      m_chosen(firstOf(m_set.now())),
      m_keeper(setup.store),
      m_engine(labWork())
{
    connectSession();
    connectStore();
}

ScenarioFlow::~ScenarioFlow() = default;

void ScenarioFlow::connectSession()
{
    connect(&m_session, &DeskSession::pictureReady, this, &ScenarioFlow::takeDeskPicture);
    connect(&m_session.approvals(), &ApprovalFlow::bookFilled, this, &ScenarioFlow::takeFills);
    connect(&m_session, &DeskSession::proposalReady, this, [this] {
        publishControls();
        submit(Urgency::Restart);
    });
    connect(&m_engine, &ScenarioBridge::pictureReady, this, &ScenarioFlow::takeLabPicture);
    connect(&m_engine, &ScenarioBridge::failed, this, [this](const QString& sentence) { say(sentence); });
    connect(&m_engine, &ScenarioBridge::runningChanged, this, &ScenarioFlow::runningChanged);
    connect(&m_engine, &ScenarioBridge::progressed, this, &ScenarioFlow::progressed);
}

void ScenarioFlow::connectStore()
{
    connect(&m_keeper, &ScenarioKeeper::opened, this, &ScenarioFlow::takeStored);
    connect(&m_keeper, &ScenarioKeeper::problem, this, [this](const QString& sentence) { say(sentence); });
    connect(&m_keeper, &ScenarioKeeper::booksChanged, this, [this](const std::vector<StoredItem>& books) {
        m_saved.clear();
        for (const StoredItem& each : books)
            m_saved.push_back({WhatIfBookId{each.id}, each.name, each.at});
        publishBook();
    });
}

void ScenarioFlow::start()
{
    m_started = true;
    const auto settings = readLabSettings(m_setup.settings);
    if (settings)
        m_settings = *settings;
    else
        say(settings.error());
    publishScenarios();
    publishBook();
    publishControls();
    if (m_session.picture())
        takeDeskPicture(m_session.picture());
}

// What was stored last is what the desk begins with.
void ScenarioFlow::takeStored(const std::optional<ScenarioSet>& set, const std::vector<StoredItem>& books,
                              const std::vector<FactorSeries>& recorded)
{
    if (set && m_order.empty()) {
        m_set = EditHistory<ScenarioSet>(*set);
        if (!m_set.now().find(m_chosen))
            m_chosen = firstOf(m_set.now());
    }
    for (const StoredItem& each : books)
        m_saved.push_back({WhatIfBookId{each.id}, each.name, each.at});
    if (auto history = recordedHistory(recorded); history && !m_history) {
        m_history = *history;
        Q_EMIT historyChanged(m_history);
    }
    m_keeper.askBookId([this](WhatIfBookId id) { m_freshId = id; });
    publishScenarios();
    publishBook();
    publishControls();
    submit(Urgency::Restart);
}

void ScenarioFlow::setWatched(bool watched)
{
    m_watched = watched;
    if (watched)
        submit(Urgency::Restart);
}

void ScenarioFlow::takeDeskPicture(const DeskPicturePtr& picture)
{
    const bool otherMarket = !m_desk || m_desk->market->source != picture->market->source;
    const bool otherBook = !m_desk || m_desk->book != picture->book;
    if (!otherMarket && m_desk->risk && picture->market->asOf > m_desk->market->asOf)
        accrueFunding(m_funding, *m_desk->risk, *m_desk->market, picture->market->asOf - m_desk->market->asOf);
    m_desk = picture;
    listInstruments();
    if (otherMarket) {
        m_moments.clear();
        m_trades.clear();
        m_funding.clear();
        m_explainFrom = m_explainTo = 0;
        keepMoment();
        if (!m_settings.historyFiles.empty()) {
            QStringList files;
            for (const std::string& file : m_settings.historyFiles)
                files << QString::fromStdString(file);
            openHistory(files);
        }
    }
    if (!m_explainNow || m_sinceExplain.elapsed() >= explainEvery || otherMarket) {
        m_explainNow = picture;
        m_fundingNow = m_funding;
        m_sinceExplain.start();
    }
    if (otherBook)
        rebase();
    const bool due = !m_sinceSubmit.isValid() || m_sinceSubmit.elapsed() >= unwatchedEvery;
    if (m_watched || otherBook || due)
        submit(Urgency::Tick);
}

void ScenarioFlow::listInstruments()
{
    if (std::exchange(m_listed, m_desk->market->instruments) == m_desk->market->instruments)
        return;
    auto names = std::make_shared<std::vector<std::string>>();
    for (const Instrument& each : m_listed->all())
        names->push_back(each.id.name);
    m_instruments = std::move(names);
    publishControls();
}

DeskPicturePtr ScenarioFlow::basis() const
{
    const bool frozen = m_book && !m_book->now().followsMarket() && hasMarketOf(m_book->now());
    return frozen ? m_frozen : m_desk;
}

// The what-if book (or the live one) and the open proposal's trades.
PortfolioPtr ScenarioFlow::hedgedBook() const
{
    const auto& open = m_session.approvals().proposal();
    if (!open || !m_session.approvals().isOpen() || open->trades.empty() || !m_desk)
        return nullptr;
    const PortfolioPtr base = m_resulting ? m_resulting : m_desk->book;
    if (m_hedged && m_hedgedBase == base && m_hedgedOf == &*open && !m_hedged->positions.empty() &&
        m_hedged->name == fmt::format("{}", open->id.value))
        return m_hedged;
    const auto hedged = withProposal(branchedFrom(base, {}, fmt::format("{}", open->id.value)), *open);
    m_hedged = hedged ? resultingBook(*hedged) : nullptr;
    m_hedgedBase = base;
    m_hedgedOf = &*open;
    return m_hedged;
}

ScenarioRequest ScenarioFlow::request() const
{
    ScenarioRequest request;
    request.number = m_number;
    request.basis = basis();
    request.whatIf = m_resulting;
    request.hedged = hedgedBook();
    if (request.hedged)
        request.hedgeName = fmt::format("+ hedge {}", m_session.approvals().proposal()->id.value);
    request.underlying = m_underlying;
    request.set = m_set.shared();
    request.chosen = m_chosen;
    request.map = m_map;
    request.var = m_var;
    request.history = m_history;
    request.limits = m_settings.limits;
    request.marginModel = m_settings.marginModel;
    request.equityUsd = m_settings.equityUsd;
    request.explain = explainChoice();
    return request;
}

void ScenarioFlow::submit(Urgency urgency)
{
    if (!m_started || !m_desk || !m_desk->risk)
        return;
    ++m_number;
    m_sinceSubmit.start();
    m_engine.submit(request(), urgency);
}

void ScenarioFlow::takeLabPicture(const ScenarioPicturePtr& picture)
{
    m_picture = picture;
    Q_EMIT pictureReady(picture);
    if (picture->complete)
        record(*picture);
}

// Of real markets only: made-up days would spoil a history of real ones.
void ScenarioFlow::record(const ScenarioPicture& picture)
{
    if (m_sinceRecord.isValid() && m_sinceRecord.elapsed() < recordEvery)
        return;
    m_sinceRecord.start();
    if (!picture.limits.empty())
        m_keeper.recordLimitUse(picture.market->asOf, picture.limits.front());
    if (picture.market->mode == MarketMode::Live && m_desk)
        m_keeper.recordLevels(picture.market->asOf, factorLevels(*m_desk->market, surfacesOf(*m_desk)));
}

// Paper fills are at the proposal's expected prices: trades that P&L is explained by.
void ScenarioFlow::takeFills(const Portfolio&)
{
    const auto& proposal = m_session.approvals().proposal();
    if (!proposal || !m_desk)
        return;
    for (const HedgeTrade& trade : proposal->trades) {
        const double quantity = trade.side == Side::Buy ? trade.quantity : -trade.quantity;
        m_trades.push_back({m_desk->market->asOf, {trade.instrument, quantity, trade.expectedPrice, trade.feeUsd}});
    }
    publishControls();
}

void ScenarioFlow::chooseMap(const MapChoice& choice)
{
    m_map = choice;
    submit(Urgency::Restart);
}

void ScenarioFlow::chooseVar(const VarChoice& choice)
{
    m_var = choice;
    submit(Urgency::Restart);
}

void ScenarioFlow::chooseUnderlying(const QString& underlying)
{
    m_underlying = underlying.toStdString();
    submit(Urgency::Restart);
}

// Read on a pool thread: a long history must not stop the screen.
void ScenarioFlow::openHistory(const QStringList& files)
{
    std::vector<std::string> paths;
    for (const QString& file : files)
        paths.push_back(file.toStdString());
    if (!m_desk) { // read once the first market says which underlyings there are
        m_settings.historyFiles = paths;
        return;
    }
    const QPointer<ScenarioFlow> self(this);
    QThreadPool::globalInstance()->start([self, paths, underlyings = underlyingsIn(*m_desk)] {
        const auto history = readOpenHistory(paths, underlyings);
        QMetaObject::invokeMethod(self.data(), [self, history, paths] {
            if (!self)
                return;
            if (!history)
                return self->say(history.error());
            self->m_history = *history;
            Q_EMIT self->historyChanged(self->m_history);
            self->m_settings.historyFiles = paths;
            self->saveSettings();
            self->submit(Urgency::Restart);
        });
    });
}

void ScenarioFlow::keepMoment()
{
    if (!m_desk)
        return;
    const std::string clock = toIso8601(m_desk->market->asOf).substr(11, 8);
    m_moments.push_back({++m_lastMoment, clock, m_desk, m_funding});
    if (m_moments.size() > mostMoments)
        m_moments.erase(m_moments.begin());
    if (std::ranges::find(m_moments, m_explainFrom, &KeptMoment::id) == m_moments.end())
        m_explainFrom = m_moments.front().id;
    publishControls();
}

void ScenarioFlow::chooseExplain(std::uint64_t from, std::uint64_t to)
{
    m_explainFrom = from;
    m_explainTo = to;
    publishControls();
    submit(Urgency::Restart);
}

void ScenarioFlow::stateEquity(std::optional<double> equityUsd)
{
    if (equityUsd == m_settings.equityUsd)
        return;
    m_settings.equityUsd = equityUsd;
    saveSettings();
    submit(Urgency::Restart);
}

void ScenarioFlow::chooseMarginModel(const QString& word)
{
    m_settings.marginModel = word.toStdString();
    saveSettings();
    submit(Urgency::Restart);
}

void ScenarioFlow::editLimit(const Limit& limit)
{
    const auto known = std::ranges::find(m_settings.limits, limit.name, &Limit::name);
    if (known == m_settings.limits.end())
        m_settings.limits.push_back(limit);
    else
        *known = limit;
    saveSettings();
    submit(Urgency::Restart);
}

void ScenarioFlow::removeLimit(const QString& name)
{
    std::erase_if(m_settings.limits, [&](const Limit& each) { return each.name == name.toStdString(); });
    saveSettings();
    submit(Urgency::Restart);
}

void ScenarioFlow::cancel()
{
    m_engine.cancel();
    say(tr("Scenarios cancelled: the parts that were not finished are those of before"));
}

void ScenarioFlow::saveSettings()
{
    if (const auto written = writeLabSettings(m_settings, m_setup.settings); !written)
        say(written.error());
    publishControls();
}

void ScenarioFlow::say(const Error& error)
{
    say(QString::fromStdString(error.message));
}

void ScenarioFlow::say(const QString& sentence)
{
    Q_EMIT messageReady(sentence);
}

} // namespace ballast
