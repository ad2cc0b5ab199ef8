#include "app/session/desk_session.h"
#include "app/session/scenario_flow.h"
#include "app/store/book_csv.h"

#include <QPointer>
#include <QThreadPool>

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

// "What-if 21:29" of the market's clock.
std::string branchName(const DeskPicture& picture)
{
    return "What-if " + toIso8601(picture.market->asOf).substr(11, 5);
}

} // namespace

ScenarioNodeId ScenarioFlow::firstOf(const ScenarioSet& set)
{
    const auto node = std::ranges::find_if(set.nodes, [](const ScenarioNode& each) { return !each.isFolder(); });
    return node == set.nodes.end() ? ScenarioNodeId{} : node->id;
}

// Null while nothing differs from the live book: then the page shows that one.
PortfolioPtr ScenarioFlow::resultingOf(const WhatIfBook& book)
{
    return hypotheticalLegs(book) > 0 ? resultingBook(book) : nullptr;
}

// The first hypothetical leg branches the live book.
void ScenarioFlow::branch()
{
    if (m_book || !m_desk)
        return;
    m_book.emplace(branchedFrom(m_desk->book, m_freshId, branchName(*m_desk)));
    m_keeper.askBookId([this](WhatIfBookId id) { m_freshId = id; });
}

void ScenarioFlow::applyBook(const std::string& what, Result<WhatIfBook> next)
{
    if (!next) {
        say(next.error());
        return;
    }
    m_book->apply(what, std::move(*next));
    remember(Edited::Book);
    m_resulting = resultingOf(m_book->now());
    m_keeper.saveBook(m_book->now(), what, m_clock.now());
    publishBook();
    publishControls();
    submit(Urgency::Restart);
}

void ScenarioFlow::addLeg(const QString& instrument, double quantity, const QString& origin)
{
    if (!m_desk)
        return;
    const std::string name = instrument.toStdString();
    const auto& all = m_desk->market->instruments->all();
    const auto listed = std::ranges::find_if(all, [&](const Instrument& each) { return each.id.name == name; });
    if (listed == all.end()) {
        say(tr("This market does not list %1").arg(instrument));
        return;
    }
    branch();
    Position leg;
    leg.instrument = listed->id;
    leg.quantity = quantity;
    const Quote& quote = m_desk->market->quotes[static_cast<std::size_t>(listed - all.begin())];
    leg.averagePrice = quote.mark;
    applyBook(fmt::format("add {:+g} {}", quantity, name), withLeg(m_book->now(), leg, origin.toStdString()));
}

void ScenarioFlow::editLegQuantity(std::size_t line, double quantity)
{
    branch();
    if (m_book)
        applyBook(fmt::format("change a quantity to {:g}", quantity), withQuantity(m_book->now(), line, quantity));
}

void ScenarioFlow::editLegPrice(std::size_t line, std::optional<double> price)
{
    if (!m_book)
        return;
    const auto lines = whatIfLines(m_book->now());
    if (line >= lines.size())
        return;
    Position leg = lines[line].position;
    leg.averagePrice = price;
    applyBook("change an entry price", withChangedLeg(m_book->now(), line, leg, lines[line].origin));
}

void ScenarioFlow::removeLeg(std::size_t line)
{
    if (m_book)
        applyBook("remove a leg", withoutLeg(m_book->now(), line));
}

void ScenarioFlow::restoreLeg(std::size_t line)
{
    if (m_book)
        applyBook("take a leg back", withBaseLeg(m_book->now(), line));
}

void ScenarioFlow::takeProposal()
{
    const auto& open = m_session.approvals().proposal();
    if (!open || !m_session.approvals().isOpen()) {
        say(tr("No proposal is open"));
        return;
    }
    branch();
    if (m_book)
        applyBook(fmt::format("take proposal {}", open->id.value), withProposal(m_book->now(), *open));
}

void ScenarioFlow::addLegsFrom(const QString& file)
{
    const auto legs = readBookCsv(file.toStdString());
    if (!legs) {
        say(legs.error());
        return;
    }
    branch();
    if (m_book)
        applyBook(
            fmt::format("add {} legs from a file", legs->positions.size()),
            withLegs(m_book->now(), legs->positions, std::filesystem::path(file.toStdString()).filename().string()));
}

void ScenarioFlow::renameBook(const QString& name)
{
    if (m_book)
        applyBook("name it " + name.toStdString(), renamed(m_book->now(), name.toStdString()));
    if (m_book)
        say(tr("What-if book saved as %1").arg(QString::fromStdString(m_book->now().name)));
}

bool ScenarioFlow::hasMarketOf(const WhatIfBook& book) const
{
    return m_frozen &&
           FrozenMarket{m_frozen->market->id, m_frozen->market->asOf, m_frozen->market->source} == book.frozen;
}

// A frozen book without its market would show the live one's numbers as its own.
WhatIfBook ScenarioFlow::onMarketAtHand(const WhatIfBook& book)
{
    if (book.followsMarket() || hasMarketOf(book))
        return book;
    say(tr("The market of %1 is not at hand any more: it follows the live one").arg(QString::fromStdString(book.name)));
    return followingMarket(book);
}

void ScenarioFlow::openBook(WhatIfBookId id)
{
    m_keeper.loadFrozen(id, [this](const WhatIfBook& stored, const SnapshotPtr& market) {
        if (!market || hasMarketOf(stored))
            return takeOpened(stored, nullptr);
        // Surfaces are fitted again, on a pool thread.
        DeskSettings settings;
        if (m_desk && m_desk->risk) {
            settings.vol = m_desk->risk->vol;
            settings.delta = m_desk->risk->delta;
        }
        const QPointer<ScenarioFlow> self(this);
        QThreadPool::globalInstance()->start([self, stored, market, settings] {
            auto priced = buildDeskPicture(market, stored.base, settings, {});
            const DeskPicturePtr picture = priced ? std::make_shared<const DeskPicture>(std::move(*priced)) : nullptr;
            QMetaObject::invokeMethod(self.data(), [self, stored, picture] {
                if (self)
                    self->takeOpened(stored, picture);
            });
        });
    });
}

void ScenarioFlow::takeOpened(WhatIfBook book, const DeskPicturePtr& market)
{
    if (market)
        m_frozen = market;
    m_book.emplace(onMarketAtHand(book));
    std::erase(m_order, Edited::Book);
    m_orderAt = m_order.size();
    rebase();
    m_resulting = resultingOf(m_book->now());
    publishBook();
    publishControls();
    submit(Urgency::Restart);
}

void ScenarioFlow::duplicateBook()
{
    if (!m_book)
        return;
    const std::string name = m_book->now().name + " copy";
    applyBook("duplicate as " + name, duplicated(m_book->now(), m_freshId, name));
    if (!m_book->now().followsMarket() && m_frozen)
        m_keeper.keepMarket(m_book->now().id, m_frozen->market);
    m_keeper.askBookId([this](WhatIfBookId id) { m_freshId = id; });
}

void ScenarioFlow::compareBook(WhatIfBookId with)
{
    if (!m_book || !m_desk)
        return;
    const PortfolioPtr mine = resultingBook(m_book->now());
    if (with == WhatIfBookId{}) {
        Q_EMIT booksCompared(compareBooks(*m_desk->book, *mine));
        return;
    }
    m_keeper.loadBook(with, [this, mine](const WhatIfBook& stored) {
        Q_EMIT booksCompared(compareBooks(*resultingBook(stored), *mine));
    });
}

// Off the page and off the list; its versions stay in the store.
void ScenarioFlow::discardBook()
{
    if (!m_book)
        return;
    m_keeper.discardBook(m_book->now().id, m_clock.now());
    say(tr("%1 discarded").arg(QString::fromStdString(m_book->now().name)));
    m_book.reset();
    m_resulting.reset();
    m_frozen.reset();
    m_notes.clear();
    std::erase(m_order, Edited::Book);
    m_orderAt = m_order.size();
    publishBook();
    publishControls();
    submit(Urgency::Restart);
}

void ScenarioFlow::followMarket(bool follow)
{
    if (!m_book || !m_desk)
        return;
    if (follow) {
        applyBook("follow the market", followingMarket(m_book->now()));
        rebase();
        return;
    }
    m_frozen = m_desk;
    m_keeper.keepMarket(m_book->now().id, m_desk->market);
    applyBook("freeze the market",
              frozenAt(m_book->now(), {m_desk->market->id, m_desk->market->asOf, m_desk->market->source}));
}

void ScenarioFlow::readLimitHistory(const QString& name)
{
    const Timestamp now = m_desk ? m_desk->market->asOf : m_clock.now();
    m_keeper.loadLimitUse(name.toStdString(), now - std::chrono::days(30), now,
                          [this](const LimitUses& history) { Q_EMIT limitHistoryRead(history); });
}

// The live book changed under a what-if book that follows it.
void ScenarioFlow::rebase()
{
    if (!m_book || !m_desk || !m_book->now().followsMarket() || m_book->now().base == m_desk->book)
        return;
    RebasedBook rebased = withBase(m_book->now(), m_desk->book);
    m_notes = rebased.notes;
    m_book->amend("follow the live book", std::move(rebased.book));
    m_resulting = resultingOf(m_book->now());
    publishBook();
}

void ScenarioFlow::publishBook()
{
    WhatIfView view;
    if (m_book) {
        view.book = m_book->now();
        view.legs = hypotheticalLegs(m_book->now());
    }
    view.notes = m_notes;
    view.saved = m_saved;
    Q_EMIT whatIfChanged(view);
}

} // namespace ballast
