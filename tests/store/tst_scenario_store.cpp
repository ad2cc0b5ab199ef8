#include "app/store/scenario_set_json.h"
#include "app/store/scenario_store.h"
#include "tests/whatif/random_edits.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr const char* editorArgument = "--edit-until-killed";
constexpr std::uint64_t bookId = 1;

struct Folder
{
    QTemporaryDir folder;
    [[nodiscard]] std::filesystem::path file(const char* name = "scenarios.sqlite") const
    {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
};

// The states that an editor goes through, the same in both processes.
WhatIfBook bookAfter(int edits)
{
    std::mt19937 random(11);
    WhatIfBook book = branchedFrom(baseBook(10), {bookId}, "Crash put spread");
    for (int i = 0; i < edits; ++i)
        book = randomlyEdited(book, random);
    return book;
}

// The victim: edits until it is killed, and says each version only after it was saved.
int editUntilKilled(const char* file)
{
    auto store = ScenarioStore::open(file);
    if (!store)
        return 1;
    const auto versions = store->bookVersions({bookId});
    if (!versions)
        return 1;
    std::mt19937 random(11);
    WhatIfBook book = branchedFrom(baseBook(10), {bookId}, "Crash put spread");
    const auto done = static_cast<std::int64_t>(versions->size());
    for (std::int64_t i = 1;; ++i) {
        book = randomlyEdited(book, random);
        if (i <= done)
            continue;
        const auto version = store->saveBook(book, "edit " + std::to_string(i), fromUnixMilliseconds(i));
        if (!version || *version != i)
            return 1;
        std::printf("%lld\n", static_cast<long long>(*version));
        std::fflush(stdout);
    }
}

void runSql(const std::filesystem::path& file, const QString& sql)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
        database.setDatabaseName(QString::fromStdString(file.string()));
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(sql));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("raw"));
}

} // namespace

class TestScenarioStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void books_comeBackWithEveryVersion()
    {
        const Folder folder;
        std::vector<WhatIfBook> saved;
        {
            auto store = ScenarioStore::open(folder.file()).value();
            const WhatIfBookId id = store.newBookId().value();
            WhatIfBook book = branchedFrom(baseBook(6), id, "Put spread");
            std::mt19937 random(3);
            for (int i = 0; i < 30; ++i) {
                saved.push_back(book);
                QCOMPARE(*store.saveBook(book, "edit " + std::to_string(i), fromUnixMilliseconds(1000 + i)),
                         static_cast<std::int64_t>(i + 1));
                book = randomlyEdited(book, random);
            }
        }

        const auto store = ScenarioStore::open(folder.file()).value();

        QVERIFY(*store.book(saved[0].id) == saved.back());
        for (std::size_t i = 0; i < saved.size(); ++i)
            QVERIFY(*store.bookAt(saved[0].id, static_cast<std::int64_t>(i + 1)) == saved[i]);
        const auto versions = store.bookVersions(saved[0].id);
        QCOMPARE(versions->size(), std::size_t{30});
        QCOMPARE(versions->at(4).edit, std::string("edit 4"));
        QCOMPARE(store.books()->at(0).version, std::int64_t{30});
        QCOMPARE(store.book({99}).error().code, Errc::NotFound);
    }

    void discarded_isKeptAndComesBackBySaving()
    {
        const Folder folder;
        auto store = ScenarioStore::open(folder.file()).value();
        const WhatIfBook book = branchedFrom(baseBook(3), store.newBookId().value(), "Short lived");
        QVERIFY(store.saveBook(book, "branch", {}).ok());

        QVERIFY(store.discardBook(book.id, fromUnixMilliseconds(5)).ok());

        QVERIFY(store.books()->at(0).discarded);
        QVERIFY(*store.book(book.id) == book);
        QVERIFY(store.saveBook(book, "again", {}).ok());
        QVERIFY(!store.books()->at(0).discarded);
        QCOMPARE(store.discardBook({77}, {}).error().code, Errc::NotFound);
        QVERIFY(store.newBookId()->value > book.id.value);
    }

    void sets_comeBackWithEveryVersion()
    {
        const Folder folder;
        auto store = ScenarioStore::open(folder.file()).value();
        ScenarioSet set = standardScenarioSet();
        std::mt19937 random(5);
        std::vector<ScenarioSet> saved;
        for (int i = 0; i < 20; ++i) {
            QVERIFY(store.saveSet(set, "edit", fromUnixMilliseconds(i)).ok());
            saved.push_back(set);
            set = randomlyEdited(set, random);
        }

        for (std::size_t i = 0; i < saved.size(); ++i)
            QVERIFY(*store.setAt(set.name, static_cast<std::int64_t>(i + 1)) == saved[i]);
        QVERIFY(*store.set(set.name) == saved.back());
        QCOMPARE(store.setVersions(set.name)->size(), std::size_t{20});
        QVERIFY(store.discardSet(set.name, {}).ok());
        QVERIFY(store.sets()->at(0).discarded);
    }

    void killedWhileEditing_losesAtMostTheLastEdit()
    {
        const Folder folder;
        std::mt19937 random(20260205);
        std::int64_t acknowledged = 0;
        for (int cycle = 0; cycle < 12; ++cycle) {
            QProcess editor;
            editor.start(QCoreApplication::applicationFilePath(),
                         {QString::fromLatin1(editorArgument), QString::fromStdString(folder.file().string())});
            QVERIFY(editor.waitForStarted());
            const auto enough = static_cast<qsizetype>(1 + random() % 9);
            QByteArray said;
            while (said.count('\n') < enough) {
                QVERIFY2(editor.waitForReadyRead(20'000), "the editor said nothing");
                said += editor.readAllStandardOutput();
            }
            editor.kill();
            QVERIFY(editor.waitForFinished(20'000));
            said += editor.readAllStandardOutput();
            said.truncate(said.lastIndexOf('\n') + 1);
            acknowledged = said.trimmed().split('\n').last().toLongLong();

            const auto store = ScenarioStore::open(folder.file());
            QVERIFY(store.ok());
            const auto versions = store->bookVersions({bookId});
            const auto kept = static_cast<std::int64_t>(versions->size());
            QVERIFY(kept >= acknowledged);
            QVERIFY(kept <= acknowledged + 1); // one may have been committed and not yet said
            QVERIFY(*store->book({bookId}) == bookAfter(static_cast<int>(kept)));
        }
    }

    void hostileFiles_areRefusedAndLeftAlone()
    {
        const Folder folder;
        QFile text(QString::fromStdString(folder.file("notes.txt").string()));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write(QByteArray(5000, 'x'));
        text.close();
        runSql(folder.file("other.sqlite"), QStringLiteral("CREATE TABLE other (x)"));
        {
            QVERIFY(ScenarioStore::open(folder.file("newer.sqlite")).ok());
            runSql(folder.file("newer.sqlite"), QStringLiteral("PRAGMA user_version = 99"));
        }

        QCOMPARE(ScenarioStore::open(folder.file("notes.txt")).error().code, Errc::BadInput);
        QCOMPARE(ScenarioStore::open(folder.file("other.sqlite")).error().code, Errc::BadInput);
        QCOMPARE(ScenarioStore::open(folder.file("newer.sqlite")).error().code, Errc::Unsupported);
        QVERIFY(!ScenarioStore::open(folder.file("no-folder/x.sqlite")).ok());
        QVERIFY(text.open(QIODevice::ReadOnly));
        QCOMPARE(text.readAll(), QByteArray(5000, 'x'));
    }

    void versions_cannotBeChanged()
    {
        const Folder folder;
        auto store = ScenarioStore::open(folder.file()).value();
        QVERIFY(store.saveSet(standardScenarioSet(), "first", {}).ok());
        {
            QSqlDatabase raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
            raw.setDatabaseName(QString::fromStdString(folder.file().string()));
            QVERIFY(raw.open());
            QSqlQuery query(raw);
            QVERIFY(!query.exec(QStringLiteral("UPDATE version SET payload = '{}'")));
            QVERIFY(!query.exec(QStringLiteral("DELETE FROM version")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("raw"));
    }

    void limitUse_isWrittenOnChangeAndEachMinute()
    {
        const Folder folder;
        auto store = ScenarioStore::open(folder.file()).value();
        Limit vega;
        vega.name = "vega";
        vega.metric = LimitMetric::VegaUsd;
        vega.soft.upper = 100.0;
        vega.hard.upper = 200.0;
        const auto at = [](int seconds) { return fromUnixMilliseconds(1'000'000 + 1000 * seconds); };
        const auto record = [&](int seconds, std::optional<double> value) {
            QVERIFY(store.recordLimitUse(at(seconds), std::array{checkLimit(vega, value)}).ok());
        };

        record(0, 50.0);
        record(10, 60.0); // says nothing new within the minute
        record(20, 150.0);
        record(30, 250.0);
        record(95, 260.0);
        record(100, std::nullopt);

        const auto use = store.limitUse("vega", at(0), at(1000));
        QCOMPARE(use->size(), std::size_t{5});
        QCOMPARE(use->at(1).state, LimitState::Soft);
        QCOMPARE(use->at(2).state, LimitState::Hard);
        QCOMPARE(use->at(2).headroom, std::optional(-50.0));
        QCOMPARE(use->at(4).value, std::optional<double>());
        QCOMPARE(use->at(4).state, LimitState::Unknown);
        QCOMPARE(store.limitUse("vega", at(15), at(40))->size(), std::size_t{2});
    }

    void recordedCloses_areAHistory()
    {
        const Folder folder;
        auto store = ScenarioStore::open(folder.file()).value();
        constexpr std::int64_t hour = 3'600'000;
        for (int day = 0; day < 40; ++day) {
            for (const int at : {9, 23}) {
                const double price = 60000.0 * std::exp(0.01 * day) + (at == 9 ? 500.0 : 0.0);
                const std::array levels{FactorLevel{{FactorKind::Spot, "BTC"}, price},
                                        FactorLevel{{FactorKind::Vol, "BTC"}, 50.0 + day},
                                        FactorLevel{{FactorKind::Skew, "BTC"}, -4.0 + 0.1 * day}};
                QVERIFY(store.recordLevels(fromUnixMilliseconds((24 * day + at) * hour), levels).ok());
            }
        }
        // A late and older picture does not replace the close.
        QVERIFY(
            store.recordLevels(fromUnixMilliseconds(12 * hour), std::array{FactorLevel{{FactorKind::Spot, "BTC"}, 1.0}})
                .ok());

        const auto history = alignedHistory(*store.recordedSeries());

        QCOMPARE(history->factors.size(), std::size_t{3});
        QCOMPARE(history->moves.size(), std::size_t{39});
        for (const auto& row : history->moves) {
            QVERIFY(std::abs(row[0] - 0.01) < 1e-12);
            QVERIFY(std::abs(row[2] - 0.1) < 1e-12);
        }
    }

    void json_readsBackAndRefuses()
    {
        std::mt19937 random(9);
        WhatIfBook book = branchedFrom(baseBook(5), {4}, "JSON");
        ScenarioSet set = standardScenarioSet();
        for (int i = 0; i < 40; ++i) {
            book = randomlyEdited(book, random);
            set = randomlyEdited(set, random);
            QVERIFY(*parseWhatIfBookJson(whatIfBookJson(book), "book.json") == book);
            QVERIFY(*parseScenarioSetJson(scenarioSetJson(set), "set.json") == set);
        }

        const auto one = parseScenarioSetJson(R"({"name": "fall", "shocks": [{"spot": -0.2}]})", "one.json");
        QCOMPARE(one->nodes.size(), std::size_t{1});
        QCOMPARE(shockFor(*one->nodes[0].scenario, "BTC").spot, -0.2);
        for (const char* bad :
             {R"({"nodes": 3})", R"({"nodes": [{"id": 1, "name": "x"}]})",
              R"({"nodes": [{"id": 1, "name": "x", "folder": true, "scenario": {}}]})",
              R"({"nodes": [{"id": 1, "parent": 7, "name": "x", "folder": true}]})",
              R"({"nodes": [{"id": 1, "name": "x", "folder": true, "spots": 1}]})",
              R"({"nodes": [{"id": 1, "name": "x", "scenario": {"shocks": [{"spot": -1}]}}]})", "[]", "", "{"})
            QVERIFY2(!parseScenarioSetJson(bad, "bad.json"), bad);
        const std::string whole = scenarioSetJson(set);
        for (std::size_t cut = 0; cut + 2 < whole.size(); cut += 7)
            QVERIFY(!parseScenarioSetJson(whole.substr(0, cut), "cut.json"));
        const std::string bookText = whatIfBookJson(book);
        for (std::size_t cut = 0; cut + 2 < bookText.size(); cut += 7)
            QVERIFY(!parseWhatIfBookJson(bookText.substr(0, cut), "cut.json"));
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], editorArgument) == 0)
        return editUntilKilled(argv[2]);
    TestScenarioStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_scenario_store.moc"
