#include "app/store/policy_json.h"
#include "app/store/policy_store.h"
#include "app/store/text_file.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace ballast;

namespace {

HedgePolicy policyNamed(const std::string& name, const std::string& underlying = "BTC")
{
    HedgePolicy policy;
    policy.name = name;
    policy.underlying = underlying;
    policy.maxLegs = 4;
    policy.stress.moves = {{"crash", -0.3, 20.0, 50000.0}};
    return policy;
}

std::vector<std::string> namesOf(const PolicyStore& store, std::string_view underlying)
{
    std::vector<std::string> names;
    for (const HedgePolicy& policy : store.list(underlying).policies)
        names.push_back(policy.name);
    return names;
}

} // namespace

class TestPolicyStore : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    std::filesystem::path folder(const char* name) const
    {
        return m_dir.filePath(QString::fromLatin1(name)).toStdString();
    }

private Q_SLOTS:
    void folderThatIsNotThere_isAnEmptyList()
    {
        const PolicyStore store(folder("none"));

        QVERIFY(store.list("BTC").policies.empty());
        QVERIFY(store.list("BTC").problems.empty());
        QCOMPARE(store.load("BTC", "x").error().code, Errc::NotFound);
    }

    void shapedStress_isReadBackWhole()
    {
        PolicyStore store(folder("shaped"));
        HedgePolicy policy = policyNamed("slow");
        UnderlyingShock shock;
        shock.volRelative = 0.5;
        shock.skew25d = 4.0;
        shock.funding = 0.0001;
        shock.path = {{1.0, -0.3}, {7.0, -0.2}};
        shock.stablecoins = {{"USDC", 0.97}};
        policy.stress.moves.push_back(
            {"slow bleed", -0.2, 5.0, 1e5, StressShape{7.0, VolDynamics::StickyMoneyness, shock}});

        QVERIFY(store.save(policy).ok());

        const auto read = store.load("BTC", policy.name);
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QVERIFY(*read == policy);
    }

    void stressKeysThatNoLimitHolds_areRefused()
    {
        for (const char* const key : {"spreadMultiple", "depthMultiple", "venueHalted", "underlying"}) {
            const auto read = parsePolicyJson(
                R"({"stress": {"scenarios": [{"name": "a", ")" + std::string(key) + R"(": 2}]}})", "policy.json");
            QVERIFY2(!read.ok() && read.error().message.find(key) != std::string::npos, key);
        }
    }

    void savedPolicy_isReadBackWhole_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << QStringLiteral("Crash, keep upside");
        QTest::newRow("path") << QStringLiteral("../../etc/passwd");
        QTest::newRow("percent") << QStringLiteral("50%41");
        QTest::newRow("umlaut") << QStringLiteral("Gr\u00fc\u00dfe");
        QTest::newRow("dots") << QStringLiteral("..");
        QTest::newRow("longest") << QString(60, QLatin1Char('/'));
    }

    void savedPolicy_isReadBackWhole()
    {
        QFETCH(QString, name);
        PolicyStore store(folder("whole"));
        const HedgePolicy policy = policyNamed(name.toStdString());

        QVERIFY(store.save(policy).ok());

        const auto read = store.load("BTC", policy.name);
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        QVERIFY(*read == policy);
        QCOMPARE(store.fileOf("BTC", policy.name).parent_path(), folder("whole"));
    }

    void badName_isRefusedInWords_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QString();
        QTest::newRow("spaces") << QStringLiteral("   ");
        QTest::newRow("leading space") << QStringLiteral(" a");
        QTest::newRow("line end") << QStringLiteral("a\nb");
        QTest::newRow("too long") << QString(61, QLatin1Char('a'));
    }

    void badName_isRefusedInWords()
    {
        QFETCH(QString, name);
        PolicyStore store(folder("bad"));

        const Status saved = store.save(policyNamed(name.toStdString()));

        QCOMPARE(saved.error().code, Errc::BadInput);
        QVERIFY(saved.error().message.ends_with('.'));
        QVERIFY(store.list("BTC").policies.empty());
    }

    void underlyings_haveNamesOfTheirOwn()
    {
        PolicyStore store(folder("two"));
        QVERIFY(store.save(policyNamed("Tight", "ETH")).ok());
        QVERIFY(store.save(policyNamed("Wide")).ok());
        QVERIFY(store.save(policyNamed("Tight")).ok());

        QCOMPARE(namesOf(store, "BTC"), (std::vector<std::string>{"Tight", "Wide"}));
        QCOMPARE(namesOf(store, "ETH"), std::vector<std::string>{"Tight"});
    }

    void takenName_isNotOverwrittenByARename()
    {
        PolicyStore store(folder("rename"));
        HedgePolicy other = policyNamed("B");
        other.maxLegs = 9;
        QVERIFY(store.save(policyNamed("A")).ok());
        QVERIFY(store.save(other).ok());

        QCOMPARE(store.rename("BTC", "A", "B").error().code, Errc::Conflict);
        QVERIFY(store.rename("BTC", "A", "C").ok());

        QCOMPARE(namesOf(store, "BTC"), (std::vector<std::string>{"B", "C"}));
        QVERIFY(*store.load("BTC", "B") == other);
        QVERIFY(store.rename("BTC", "C", "C").ok());
        QCOMPARE(store.rename("BTC", "gone", "D").error().code, Errc::NotFound);
    }

    void removedPolicy_isGoneOnce()
    {
        PolicyStore store(folder("remove"));
        QVERIFY(store.save(policyNamed("A")).ok());

        QVERIFY(store.remove("BTC", "A").ok());

        QCOMPARE(store.remove("BTC", "A").error().code, Errc::NotFound);
        QVERIFY(!store.has("BTC", "A"));
    }

    void duplicate_getsTheNextFreeName()
    {
        PolicyStore store(folder("free"));
        QVERIFY(store.save(policyNamed("A")).ok());
        QVERIFY(store.save(policyNamed("A 2")).ok());

        QCOMPARE(freePolicyName(store, "BTC", "A"), std::string("A 3"));
        QCOMPARE(freePolicyName(store, "BTC", "B"), std::string("B"));
    }

    void brokenFile_isNamedAndTheOthersAreListed()
    {
        PolicyStore store(folder("broken"));
        QVERIFY(store.save(policyNamed("A")).ok());
        QVERIFY(writeTextFile(folder("broken") / "BTC.B.json", "{\"name\": ").ok());

        const PolicyStore::Listing listing = store.list("BTC");

        QCOMPARE(listing.policies.size(), std::size_t{1});
        QCOMPARE(listing.problems.size(), std::size_t{1});
        QVERIFY(listing.problems.front().find("BTC.B.json") != std::string::npos);
    }

    void fileCutOffInTheMiddleOfASave_leavesThePolicyAsItWas()
    {
        PolicyStore store(folder("crash"));
        const HedgePolicy policy = policyNamed("A");
        QVERIFY(store.save(policy).ok());
        // What a crash between write and rename leaves behind is another file beside it.
        const std::string text = policyJson(policy);
        QVERIFY(writeTextFile(folder("crash") / "BTC.A.json.tmp", text.substr(0, text.size() / 2)).ok());

        QVERIFY(*store.load("BTC", "A") == policy);
        QCOMPARE(namesOf(store, "BTC"), std::vector<std::string>{"A"});
        QVERIFY(store.list("BTC").problems.empty());
    }
};

QTEST_GUILESS_MAIN(TestPolicyStore)
#include "tst_policy_store.moc"
