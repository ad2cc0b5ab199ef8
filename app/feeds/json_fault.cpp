#include "app/feeds/json_fault.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace ballast {
namespace {

// Walks JSON by its grammar (RFC 8259) without building anything, as far as it is sound.
class JsonWalk
{
public:
    explicit JsonWalk(std::string_view text) : m_text(text) {}

    // Offset of the first byte that does not fit; the size of the text where the text ends too early.
    [[nodiscard]] std::size_t faultOffset()
    {
        if (!value())
            return m_at;
        while (!m_open.empty()) {
            if (!step())
                return m_at;
        }
        skipBlanks();
        return m_at;
    }

private:
    // One member or element of the innermost container, or its end.
    [[nodiscard]] bool step()
    {
        const char close = m_open.back() == '{' ? '}' : ']';
        if (take(close)) {
            m_open.pop_back();
            m_first = false;
            return true;
        }
        if (!m_first && !take(','))
            return false;
        m_first = false;
        if (close == '}' && !(string() && take(':')))
            return false;
        return value();
    }

    [[nodiscard]] bool value()
    {
        skipBlanks();
        if (m_at >= m_text.size())
            return false;
        const char c = m_text[m_at];
        if (c == '{' || c == '[') {
            m_open += c;
            m_first = true;
            ++m_at;
            return true;
        }
        return c == '"' ? string() : word();
    }

    [[nodiscard]] bool string()
    {
        if (!take('"'))
            return false;
        for (std::size_t at = m_at; at < m_text.size(); ++at) {
            if (m_text[at] == '\\')
                ++at;
            else if (m_text[at] == '"') {
                m_at = at + 1;
                return true;
            } else if (static_cast<unsigned char>(m_text[at]) < 0x20) {
                m_at = at;
                return false;
            }
        }
        return false;
    }

    // true, false, null or a number; which of them is of no matter for the line.
    [[nodiscard]] bool word()
    {
        const auto from = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) != 0 ||
                                        std::string_view("+-.").find(m_text[m_at]) != std::string_view::npos))
            ++m_at;
        const auto text = m_text.substr(from, m_at - from);
        const bool number = !text.empty() && text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
        if (number || text == "true" || text == "false" || text == "null")
            return true;
        m_at = from;
        return false;
    }

    [[nodiscard]] bool take(char wanted)
    {
        skipBlanks();
        if (m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }

    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size()); }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_open;   // containers around the current place
    bool m_first = false; // nothing in the innermost one yet
};

} // namespace

std::size_t lineOfJsonFault(std::string_view text)
{
    std::size_t at = JsonWalk(text).faultOffset();
    // A text that ends too early is at fault on its last line, not on the empty one behind it.
    while (at == text.size() && !text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) {
        text.remove_suffix(1);
        at = text.size();
    }
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
}

} // namespace ballast
