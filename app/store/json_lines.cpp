#include "app/store/json_lines.h"

#include <vector>

namespace ballast {
namespace {

struct Level
{
    std::string path;
    bool object = false;
    bool wantsKey = false;
    int item = 0;
};

class LineScanner
{
public:
    explicit LineScanner(std::string_view text) : m_text(text) {}

    JsonLines scan()
    {
        note("");
        for (; m_at < m_text.size(); ++m_at)
            take(m_text[m_at]);
        return std::move(m_lines);
    }

private:
    void take(char c)
    {
        switch (c) {
        case '\n':
            ++m_line;
            break;
        case '{':
        case '[':
            open(c == '{');
            break;
        case '}':
        case ']':
            if (!m_levels.empty())
                m_levels.pop_back();
            break;
        case ',':
            next();
            break;
        case '"':
            string();
            break;
        default:
            break;
        }
    }

    void open(bool object)
    {
        m_levels.push_back({m_path, object, object, 0});
        if (!object)
            setItem();
    }

    void next()
    {
        if (m_levels.empty())
            return;
        Level& level = m_levels.back();
        level.wantsKey = level.object;
        ++level.item;
        if (!level.object)
            setItem();
    }

    void setItem()
    {
        m_path = join(m_levels.back().path, std::to_string(m_levels.back().item));
        note(m_path);
    }

    // Leaves m_at on the closing quote. Keys are taken as written; an escaped one has no line of its own.
    void string()
    {
        const std::size_t from = m_at + 1;
        for (m_at = from; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\')
                ++m_at;
        }
        if (m_levels.empty() || !m_levels.back().wantsKey)
            return;
        m_levels.back().wantsKey = false;
        m_path = join(m_levels.back().path, std::string(m_text.substr(from, m_at - from)));
        if (m_lines.lineOf.contains(m_path) && !m_lines.repeatedKey) {
            m_lines.repeatedKey = m_path;
            m_lines.repeatedLine = m_line;
        }
        note(m_path);
    }

    void note(const std::string& path) { m_lines.lineOf.emplace(path, m_line); }

    static std::string join(const std::string& path, const std::string& key)
    {
        return path.empty() ? key : path + '/' + key;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_line = 1;
    std::string m_path;
    std::vector<Level> m_levels;
    JsonLines m_lines;
};

} // namespace

JsonLines jsonLines(std::string_view text)
{
    return LineScanner(text).scan();
}

} // namespace ballast
