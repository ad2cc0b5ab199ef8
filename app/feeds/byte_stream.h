#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// Little-endian bytes of fixed width, the same on every machine.
class ByteWriter
{
public:
    void u8(std::uint8_t value) { m_bytes.push_back(static_cast<char>(value)); }
    void u32(std::uint32_t value) { fixed(value, 4); }
    void u64(std::uint64_t value) { fixed(value, 8); }
    void i64(std::int64_t value) { u64(static_cast<std::uint64_t>(value)); }
    void f64(double value) { u64(std::bit_cast<std::uint64_t>(value)); }
    void text(std::string_view value);
    void optional(const std::optional<double>& value);

    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    void fixed(std::uint64_t value, int width);

    std::string m_bytes;
};

// Reads what ByteWriter wrote. Past the end everything reads as zero and ok() is false: check once at the end.
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::uint8_t u8() { return static_cast<std::uint8_t>(fixed(1)); }
    [[nodiscard]] std::uint32_t u32() { return static_cast<std::uint32_t>(fixed(4)); }
    [[nodiscard]] std::uint64_t u64() { return fixed(8); }
    [[nodiscard]] std::int64_t i64() { return static_cast<std::int64_t>(fixed(8)); }
    [[nodiscard]] double f64() { return std::bit_cast<double>(fixed(8)); }
    [[nodiscard]] std::string text();
    [[nodiscard]] std::optional<double> optional();

    // A count of items that take at least `itemBytes` each; 0 and not ok where they cannot be there.
    [[nodiscard]] std::size_t count(std::size_t itemBytes);
    // An enumerator below `size`; 0 and not ok for others.
    [[nodiscard]] std::uint8_t choice(std::uint8_t size);

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_bytes.empty(); }
    void fail() { m_ok = false; }

private:
    [[nodiscard]] std::uint64_t fixed(std::size_t width);

    std::string_view m_bytes;
    bool m_ok = true;
};

} // namespace ballast
