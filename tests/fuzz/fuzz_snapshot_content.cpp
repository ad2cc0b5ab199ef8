#include "tests/fuzz/import_bytes.h"

#include <cstdlib>

// Any bytes as the inside of a .ballast file; what is read must be written back to something that reads again.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const auto snapshots = ballast::test::readSnapshotContent({reinterpret_cast<const char*>(data), size});
    if (snapshots && !ballast::test::readSnapshotContent(ballast::test::snapshotContent(*snapshots)).ok())
        std::abort();
    return 0;
}
