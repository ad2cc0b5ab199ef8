#include "tests/fuzz/import_bytes.h"

#include <cstdlib>

// Any bytes as a market file: CSV, JSON document, JSON lines, recording or own file.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const auto result = ballast::test::importBytes({reinterpret_cast<const char*>(data), size});
    if (!result)
        return 0;
    std::size_t rows = result->used;
    for (const auto& entry : result->rejected)
        rows += entry.count;
    if (rows != result->rows || result->merged->quotes.size() != result->merged->instruments->size())
        std::abort();
    return 0;
}
