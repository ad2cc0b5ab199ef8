#include "app/store/journal_chain.h"

#include <QByteArray>
#include <QCryptographicHash>

namespace ballast {
namespace {

void addField(QByteArray& encoding, std::string_view field)
{
    const auto length = static_cast<std::uint64_t>(field.size());
    for (int shift = 56; shift >= 0; shift -= 8)
        encoding.append(static_cast<char>((length >> shift) & 0xff));
    encoding.append(field.data(), static_cast<qsizetype>(field.size()));
}

} // namespace

std::string journalHash(const JournalEntry& entry, std::int64_t schemaVersion)
{
    QByteArray encoding;
    addField(encoding, "ballast.journal");
    addField(encoding, std::to_string(schemaVersion));
    addField(encoding, std::to_string(entry.sequence));
    addField(encoding, std::to_string(toUnixMilliseconds(entry.at)));
    addField(encoding, entry.kind);
    addField(encoding, entry.actor);
    addField(encoding, std::to_string(entry.basis));
    addField(encoding, std::to_string(entry.proposal));
    addField(encoding, entry.summary);
    addField(encoding, entry.payload);
    addField(encoding, entry.previousHash);
    return QCryptographicHash::hash(encoding, QCryptographicHash::Sha256).toHex().toStdString();
}

} // namespace ballast
