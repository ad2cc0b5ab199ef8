#include "app/session/key_store.h"

#ifdef BALLAST_KEYCHAIN
#include <qt6keychain/keychain.h>
#endif

#include <utility>

namespace ballast {

#ifdef BALLAST_KEYCHAIN

namespace {

QString service()
{
    return QStringLiteral("ballast");
}

Error failure(const QKeychain::Job& job)
{
    if (job.error() == QKeychain::EntryNotFound)
        return {Errc::NotFound, "the keychain holds no key of this venue"};
    return {Errc::Io, "the keychain: " + job.errorString().toStdString()};
}

} // namespace

bool KeyStore::isBuiltIn()
{
    return true;
}

void KeyStore::read(const QString& venue, std::function<void(const Result<deribit::Credentials>&)> done)
{
    auto* const job = new QKeychain::ReadPasswordJob(service(), this);
    job->setKey(venue);
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)] {
        if (job->error() != QKeychain::NoError) {
            done(failure(*job));
            return;
        }
        const QString text = job->textData();
        const qsizetype split = text.indexOf(QLatin1Char('\n'));
        done(deribit::Credentials{text.left(split).toStdString(), text.mid(split + 1).toStdString()});
    });
    job->start();
}

void KeyStore::keep(const QString& venue, const deribit::Credentials& key, std::function<void(const Status&)> done)
{
    auto* const job = new QKeychain::WritePasswordJob(service(), this);
    job->setKey(venue);
    job->setTextData(QString::fromStdString(key.clientId + "\n" + key.clientSecret));
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)] {
        done(job->error() == QKeychain::NoError ? Status(Done{}) : Status(failure(*job)));
    });
    job->start();
}

#else

bool KeyStore::isBuiltIn()
{
    return false;
}

void KeyStore::read(const QString&, std::function<void(const Result<deribit::Credentials>&)> done)
{
    QMetaObject::invokeMethod(
        this,
        [done = std::move(done)] {
            done(Error{Errc::Unsupported, "built without a keychain"});
        },
        Qt::QueuedConnection);
}

void KeyStore::keep(const QString&, const deribit::Credentials&, std::function<void(const Status&)> done)
{
    QMetaObject::invokeMethod(
        this,
        [done = std::move(done)] {
            done(Error{Errc::Unsupported, "built without a keychain"});
        },
        Qt::QueuedConnection);
}

#endif

} // namespace ballast
