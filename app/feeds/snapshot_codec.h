#pragma once

#include "app/feeds/byte_stream.h"
#include "models/market/snapshot.h"

#include <vector>

// The bytes inside a .ballast file, version 1.
namespace ballast::codec {

void writeInstrument(ByteWriter& out, const Instrument& instrument);
[[nodiscard]] Instrument readInstrument(ByteReader& in);

void writeQuote(ByteWriter& out, const Quote& quote);
[[nodiscard]] Quote readQuote(ByteReader& in);

// Snapshots share their instrument tables: each is written once.
void writeSnapshots(ByteWriter& out, const std::vector<SnapshotPtr>& snapshots);
[[nodiscard]] std::vector<SnapshotPtr> readSnapshots(ByteReader& in);

} // namespace ballast::codec
