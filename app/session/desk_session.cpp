#include "app/session/desk_session.h"

#include "app/engine/desk_pricing.h"
#include "app/feeds/live/feed_health.h"
#include "app/feeds/simulated/sample_book.h"
#include "app/session/default_policy.h"
#include "app/session/hedge_work.h"
#include "app/store/book_csv.h"
#include "app/store/policy_json.h"
#include "models/hedging/delta_rule.h"

#include <QFileInfo>

#include <algorithm>

namespace ballast {
namespace {

// The market that the simulated desk starts with has been running for a while, so that nothing looks newborn.
constexpr std::int64_t warmUpMilliseconds = 60'000;

QString textOf(const Error& error)
{
    return QString::fromStdString(error.message);
}

bool looksLikeBook(const QString& file)
{
    return readBookCsv(file.toStdString()).ok();
}

SurfaceReferencePtr referenceOf(const UnderlyingPicture& picture)
{
    return std::make_shared<const SurfaceReference>(SurfaceReference{picture.surface, picture.samples});
}

bool keptOf(const std::vector<SurfaceReferencePtr>& kept, const std::string& underlying)
{
    return std::ranges::any_of(
        kept, [&](const SurfaceReferencePtr& each) { return each->surface->underlying == underlying; });
}

// One light a venue, the worst of its links': "Bybit options" and "Bybit" are Bybit's.
void addLight(std::vector<FeedHealth>& feeds, FeedHealth feed)
{
    FeedHealth* const last = feeds.empty() ? nullptr : &feeds.back();
    const bool same =
        last != nullptr && (last->name.starts_with(feed.name + " ") || feed.name.starts_with(last->name + " "));
    if (!same) {
        feeds.push_back(std::move(feed));
        return;
    }
    last->name = std::min(last->name, feed.name);
    last->state = worse(last->state, feed.state);
    last->ageSeconds = std::max(last->ageSeconds, feed.ageSeconds);
    if (feed.latencyMilliseconds)
        last->latencyMilliseconds = std::max(last->latencyMilliseconds.value_or(0.0), *feed.latencyMilliseconds);
}

} // namespace

DeskSession::DeskSession(const Clock& clock, const Setup& setup, QObject* parent)
    : QObject(parent),
      m_clock(clock),
      m_book(std::make_shared<const Portfolio>()),
      m_policy(defaultPolicy()),
      m_approvals(clock, setup.journalFile, setup.trader, nullptr, setup.rules),
      m_engine({[memory = std::make_shared<PricingMemory>()](const PricingRequest& request, std::stop_token stop) {
                    return priceDesk(request, *memory, std::move(stop)); // on the worker thread only
                },
                hedgeWithFiles})
{
    qRegisterMetaType<SnapshotPtr>();
    qRegisterMetaType<PlayerState>();
    connectEngine();
    connectPlayer();
    connect(&m_approvals, &ApprovalFlow::bookFilled, this, &DeskSession::takeFilledBook);
    connect(&m_approvals, &ApprovalFlow::problem, this, &DeskSession::messageReady);
    // Proposal numbers go on where the journal ends: one number, one proposal, over all runs.
    connect(&m_approvals, &ApprovalFlow::journalOpened, this, [this](const JournalHistory& history) {
        for (const JournalEntry& entry : history.newest)
            m_lastProposal.value = std::max(m_lastProposal.value, entry.proposal);
    });
    m_approvals.setBook(m_book);
    m_feedThread.setObjectName(QStringLiteral("feed"));
    m_feedThread.start();
}

DeskSession::~DeskSession()
{
    m_feedThread.quit();
    m_feedThread.wait();
}

void DeskSession::connectPlayer()
{
    m_marketPlayer = new MarketPlayer(SnapshotId{0});
    m_marketPlayer->moveToThread(&m_feedThread);
    connect(&m_feedThread, &QThread::finished, m_marketPlayer, &QObject::deleteLater);
    connect(m_marketPlayer, &MarketPlayer::snapshotReady, this, &DeskSession::takeSnapshot);
    connect(m_marketPlayer, &MarketPlayer::stateChanged, this, [this](const PlayerState& state) {
        m_player = state;
        followAccount();
        m_approvals.oraclesJudged(state.oracles);
        Q_EMIT playerChanged(state);
        publishFeeds();
    });
    connect(m_marketPlayer, &MarketPlayer::indexResumed, this,
            [this](const QString& underlying, const QString& reason) {
                m_approvals.noteResumed(underlying.toStdString(), reason);
            });
    connect(m_marketPlayer, &MarketPlayer::failed, this, &DeskSession::messageReady);
    connect(m_marketPlayer, &MarketPlayer::imported, this, &DeskSession::messageReady);
}

void DeskSession::connectEngine()
{
    connect(&m_engine, &EngineBridge::pictureReady, this, &DeskSession::takePicture);
    connect(&m_engine, &EngineBridge::proposalReady, this, &DeskSession::takeProposal);
    connect(&m_engine, &EngineBridge::pricingFailed, this, &DeskSession::messageReady);
    connect(&m_study, &HedgeStudy::detailsReady, this, &DeskSession::hedgeDetailsReady);
}

void DeskSession::onPlayer(void (MarketPlayer::*call)())
{
    QMetaObject::invokeMethod(m_marketPlayer, call, Qt::QueuedConnection);
}

void DeskSession::playSimulated(quint64 seed)
{
    const qint64 start = toUnixMilliseconds(m_clock.now());
    QMetaObject::invokeMethod(m_marketPlayer, [player = m_marketPlayer, seed, start] {
        player->playSimulated(seed, start - warmUpMilliseconds);
        player->runAhead(warmUpMilliseconds);
    });
}

void DeskSession::playFiles(const QStringList& files)
{
    QMetaObject::invokeMethod(m_marketPlayer, [player = m_marketPlayer, files] { player->playFiles(files); });
}

void DeskSession::playLive(const VenueChoice& choice, const std::optional<deribit::Credentials>& key)
{
    QMetaObject::invokeMethod(m_marketPlayer,
                              [player = m_marketPlayer, choice, key] { player->playLive(choice, key); });
}

void DeskSession::seekTape(qint64 unixMilliseconds)
{
    QMetaObject::invokeMethod(m_marketPlayer,
                              [player = m_marketPlayer, unixMilliseconds] { player->seek(unixMilliseconds); });
}

void DeskSession::openDropped(const QStringList& files)
{
    QStringList markets;
    for (const QString& file : files) {
        if (looksLikeBook(file))
            openBook(file);
        else
            markets << file;
    }
    if (!markets.isEmpty())
        playFiles(markets);
}

void DeskSession::openBook(const QString& file)
{
    auto book = readBookCsv(file.toStdString());
    if (!book) {
        Q_EMIT messageReady(textOf(book.error()));
        return;
    }
    setBook(std::make_shared<const Portfolio>(std::move(*book)));
    Q_EMIT bookOpened(file);
}

void DeskSession::saveBook(const QString& file)
{
    const auto written = writeBookCsv(*m_book, file.toStdString());
    Q_EMIT messageReady(written ? tr("Book saved to %1").arg(file) : textOf(written.error()));
}

void DeskSession::setBook(const PortfolioPtr& book)
{
    m_book = book;
    m_ownBook = true;
    m_followsAccount = false;
    m_approvals.setBook(book);
    watchBook();
    reprice(Urgency::Restart);
}

// What is held has its order books watched by the live venues.
void DeskSession::watchBook()
{
    std::set<std::string> names;
    for (const Position& position : m_book->positions)
        names.insert(position.instrument.name);
    QMetaObject::invokeMethod(m_marketPlayer, [player = m_marketPlayer, names] { player->watchInstruments(names); });
}

void DeskSession::setOtcEngine(std::size_t position, OtcEngine engine)
{
    if (position >= m_book->positions.size() || !m_book->positions[position].otc)
        return;
    auto book = std::make_shared<Portfolio>(*m_book);
    book->positions[position].otc->engine = engine;
    setBook(std::move(book));
}

bool DeskSession::openPolicy(const QString& file)
{
    const auto policy = readPolicyJson(file.toStdString());
    if (!policy) {
        Q_EMIT messageReady(textOf(policy.error()));
        return false;
    }
    setPolicy(*policy);
    Q_EMIT policyChanged(m_policy);
    return true;
}

void DeskSession::savePolicy(const QString& file)
{
    const auto written = writePolicyJson(m_policy, file.toStdString());
    Q_EMIT messageReady(written ? tr("Policy saved to %1").arg(file) : textOf(written.error()));
}

void DeskSession::setPolicy(const HedgePolicy& policy)
{
    m_policy = policy;
    askPolicyDelta();
}

// A delta that looks at the smile is summed where the book is priced.
void DeskSession::askPolicyDelta()
{
    auto question = policyDeltaQuestion(m_policy);
    if (question == m_settings.policyDelta)
        return;
    m_settings.policyDelta = std::move(question);
    reprice(Urgency::Tick);
}

void DeskSession::choosePolicyOf(const QString& underlying)
{
    const std::string wanted = underlying.toStdString();
    if (wanted == m_policy.underlying)
        return;
    m_otherPolicies[m_policy.underlying] = m_policy;
    const auto left = m_otherPolicies.find(wanted);
    m_policy = left == m_otherPolicies.end() ? defaultPolicy(wanted) : left->second;
    askPolicyDelta();
    Q_EMIT policyChanged(m_policy);
}

void DeskSession::setVolChoice(VolChoice vol)
{
    m_settings.vol = vol;
    reprice(Urgency::Restart);
}

void DeskSession::setDeltaChoice(SmileDeltaRule rule, bool netOfPremium)
{
    m_settings.delta = {rule, netOfPremium, {}};
    m_counted = {rule, netOfPremium,
                 m_picture && m_picture->risk ? m_picture->risk->delta.motions : std::vector<SmileMotion>{}};
    m_policy = withDeltaOf(m_policy, m_counted);
    m_settings.policyDelta = policyDeltaQuestion(m_policy);
    Q_EMIT policyChanged(m_policy);
    reprice(Urgency::Restart);
}

void DeskSession::setSpeed(double speed)
{
    QMetaObject::invokeMethod(m_marketPlayer, [player = m_marketPlayer, speed] { player->setSpeed(speed); });
}

void DeskSession::setPaused(bool paused)
{
    QMetaObject::invokeMethod(m_marketPlayer, [player = m_marketPlayer, paused] { player->setPaused(paused); });
}

void DeskSession::stepOnce()
{
    onPlayer(&MarketPlayer::stepOnce);
}

void DeskSession::triggerFlashCrash()
{
    onPlayer(&MarketPlayer::triggerFlashCrash);
}

void DeskSession::takeSnapshot(const SnapshotPtr& snapshot)
{
    m_market = snapshot;
    m_sinceSnapshot.start();
    m_approvals.marketMoved(snapshot);
    if (!m_ownBook && snapshot->source != m_sampleSource)
        takeSampleBook();
    else
        reprice(Urgency::Tick);
}

// Lines that the market at hand lists: a desk without a book of its own has something to look at.
void DeskSession::takeSampleBook()
{
    m_sampleSource = m_market->source;
    m_book = std::make_shared<const Portfolio>(sampleBook(*m_market));
    m_approvals.setBook(m_book);
    watchBook();
    reprice(Urgency::Restart);
}

void DeskSession::reprice(Urgency urgency)
{
    if (m_market)
        m_engine.submit(PricingRequest{m_market, m_book, m_settings, urgency});
}

void DeskSession::takePicture(const DeskPicturePtr& picture)
{
    m_picture = picture;
    keepFirstSurfaces(*picture);
    Q_EMIT pictureReady(picture);
    publishFeeds();
    if (m_proposeWhenPriced)
        propose(*std::exchange(m_proposeWhenPriced, std::nullopt));
    recheckOpenProposal();
}

// The first surface of a market is what later ones are compared with until the trader chooses another.
void DeskSession::keepFirstSurfaces(const DeskPicture& picture)
{
    const bool otherMarket = m_keptOf != picture.market->source;
    if (otherMarket) {
        m_keptOf = picture.market->source;
        const auto ofOldMarket = [](const SurfaceReferencePtr& each) { return each->name.empty(); };
        std::erase_if(m_keptSurfaces, ofOldMarket);
        std::erase_if(m_settings.compareWith, ofOldMarket);
    }
    bool added = otherMarket;
    for (const UnderlyingPicture& each : picture.underlyings) {
        if (!each.surface || keptOf(m_settings.compareWith, each.underlying))
            continue;
        m_keptSurfaces.push_back(referenceOf(each));
        m_settings.compareWith.push_back(m_keptSurfaces.back());
        added = true;
    }
    if (added)
        Q_EMIT keptSurfacesChanged(m_keptSurfaces);
}

void DeskSession::saveSurface(const std::string& underlying)
{
    const UnderlyingPicture* const shown = m_picture ? m_picture->of(underlying) : nullptr;
    if (!shown || !shown->surface) {
        Q_EMIT messageReady(tr("There is no surface of %1 to save").arg(QString::fromStdString(underlying)));
        return;
    }
    m_keptSurfaces.push_back(referenceOf(*shown));
    Q_EMIT keptSurfacesChanged(m_keptSurfaces);
    compareWith(m_keptSurfaces.back());
    Q_EMIT messageReady(
        tr("Surface of %1 saved: changes are measured against it").arg(QString::fromStdString(underlying)));
}

void DeskSession::compareWith(const SurfaceReferencePtr& earlier)
{
    std::erase_if(m_settings.compareWith, [&](const SurfaceReferencePtr& each) {
        return each->surface->underlying == earlier->surface->underlying;
    });
    m_settings.compareWith.push_back(earlier);
    reprice(Urgency::Restart);
}

void DeskSession::takeFilledBook(const Portfolio& book)
{
    if (m_followsAccount)
        Q_EMIT messageReady(tr("Paper fills go into a copy: the book follows the account no more"));
    setBook(std::make_shared<const Portfolio>(book));
}

void DeskSession::publishFeeds()
{
    if (!m_player.venues.empty()) {
        std::vector<FeedHealth> feeds;
        for (const VenueHealth& venue : m_player.venues) {
            FeedHealth feed;
            feed.name = venue.name;
            feed.state = venue.state;
            feed.ageSeconds = venue.newestAge ? static_cast<double>(venue.newestAge->count()) / 1000.0 : 0.0;
            if (venue.latencyMedian)
                feed.latencyMilliseconds = static_cast<double>(venue.latencyMedian->count());
            feed.detail = m_player.progress.toStdString();
            addLight(feeds, std::move(feed));
        }
        Q_EMIT feedsChanged(feeds);
        return;
    }
    if (!m_market)
        return;
    FeedHealth health;
    health.name = m_market->source;
    health.ageSeconds = m_player.paused ? 0.0 : static_cast<double>(m_sinceSnapshot.elapsed()) / 1000.0;
    if (m_picture)
        health.latencyMilliseconds = m_picture->pricingMilliseconds;
    health.detail = m_player.paused ? "paused" : m_player.progress.toStdString();
    Q_EMIT feedsChanged({health});
}

} // namespace ballast
