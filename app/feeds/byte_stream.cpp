#include "app/feeds/byte_stream.h"

namespace ballast {

void ByteWriter::fixed(std::uint64_t value, int width)
{
    for (int i = 0; i < width; ++i)
        m_bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
}

void ByteWriter::text(std::string_view value)
{
    u32(static_cast<std::uint32_t>(value.size()));
    m_bytes += value;
}

void ByteWriter::optional(const std::optional<double>& value)
{
    u8(value ? 1 : 0);
    if (value)
        f64(*value);
}

std::uint64_t ByteReader::fixed(std::size_t width)
{
    if (!m_ok || m_bytes.size() < width) {
        m_ok = false;
        return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(m_bytes[i])) << (8 * i);
    m_bytes.remove_prefix(width);
    return value;
}

std::string ByteReader::text()
{
    const std::size_t size = count(1);
    std::string value(m_bytes.substr(0, size));
    m_bytes.remove_prefix(size);
    return value;
}

std::optional<double> ByteReader::optional()
{
    return choice(2) == 0 ? std::nullopt : std::optional(f64());
}

std::size_t ByteReader::count(std::size_t itemBytes)
{
    const std::size_t items = u32();
    if (items > m_bytes.size() / itemBytes)
        m_ok = false;
    return m_ok ? items : 0;
}

std::uint8_t ByteReader::choice(std::uint8_t size)
{
    const std::uint8_t value = u8();
    if (value >= size)
        m_ok = false;
    return m_ok ? value : 0;
}

} // namespace ballast
