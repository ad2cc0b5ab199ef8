#include "app/feeds/recording/recording_format.h"

#include <algorithm>

// Any bytes as a recording: header, blocks one after the other, and as the end of a file with its index.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace ballast::recording;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    static_cast<void>(decodeIndex(bytes));
    const auto header = decodeHeader(bytes);
    std::string_view rest = bytes.substr(header ? header->second : 0);
    while (const auto head = decodeBlockHead(rest)) {
        rest.remove_prefix(std::min(blockHeaderBytes, rest.size()));
        const auto raw = unpackBlock(*head, rest.substr(0, head->packedBytes));
        if (raw)
            static_cast<void>(decodeInputs(*raw, head->first, head->inputs));
        rest.remove_prefix(std::min<std::size_t>(head->packedBytes, rest.size()));
    }
    // The checksum keeps mutations out: the inside of a block on its own.
    static_cast<void>(decodeInputs(bytes, {}, 1'000));
    return 0;
}
