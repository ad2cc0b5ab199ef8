#include "models/forecast/simplex_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

using Point = std::vector<double>;

struct Vertex
{
    Point x;
    double value = 0.0;
};

class Simplex
{
public:
    Simplex(const std::function<double(const Point&)>& f, const Point& start, double step) : m_f(f)
    {
        m_vertices.push_back(at(start));
        for (std::size_t i = 0; i < start.size(); ++i) {
            Point moved = start;
            moved[i] += step;
            m_vertices.push_back(at(moved));
        }
        sort();
    }

    void advance()
    {
        const Point centre = centreWithoutWorst();
        const Vertex reflected = beyond(centre, 1.0);
        if (reflected.value < best().value) {
            const Vertex expanded = beyond(centre, 2.0);
            m_vertices.back() = expanded.value < reflected.value ? expanded : reflected;
        } else if (reflected.value < m_vertices[m_vertices.size() - 2].value) {
            m_vertices.back() = reflected;
        } else {
            const Vertex contracted = beyond(centre, reflected.value < worst().value ? 0.5 : -0.5);
            if (contracted.value < std::min(reflected.value, worst().value))
                m_vertices.back() = contracted;
            else
                shrink();
        }
        sort();
    }

    [[nodiscard]] const Vertex& best() const { return m_vertices.front(); }
    [[nodiscard]] const Vertex& worst() const { return m_vertices.back(); }
    [[nodiscard]] double spread() const { return worst().value - best().value; }
    [[nodiscard]] int evaluations() const { return m_evaluations; }

private:
    Vertex at(Point x)
    {
        ++m_evaluations;
        const double value = m_f(x);
        return {std::move(x), std::isnan(value) ? std::numeric_limits<double>::infinity() : value};
    }

    // centre + factor (centre - worst).
    Vertex beyond(const Point& centre, double factor)
    {
        Point x = centre;
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] += factor * (centre[i] - worst().x[i]);
        return at(std::move(x));
    }

    [[nodiscard]] Point centreWithoutWorst() const
    {
        Point centre(best().x.size(), 0.0);
        const double share = 1.0 / static_cast<double>(m_vertices.size() - 1);
        for (std::size_t v = 0; v + 1 < m_vertices.size(); ++v) {
            for (std::size_t i = 0; i < centre.size(); ++i)
                centre[i] += share * m_vertices[v].x[i];
        }
        return centre;
    }

    void shrink()
    {
        for (std::size_t v = 1; v < m_vertices.size(); ++v) {
            Point x = m_vertices[v].x;
            for (std::size_t i = 0; i < x.size(); ++i)
                x[i] = 0.5 * (x[i] + best().x[i]);
            m_vertices[v] = at(std::move(x));
        }
    }

    void sort() { std::ranges::sort(m_vertices, {}, &Vertex::value); }

    const std::function<double(const Point&)>& m_f;
    std::vector<Vertex> m_vertices;
    int m_evaluations = 0;
};

SimplexResult runOnce(const std::function<double(const Point&)>& f, const Point& start, double step,
                      const SimplexLimits& limits)
{
    Simplex simplex(f, start, step);
    while (simplex.evaluations() < limits.evaluations &&
           !(simplex.spread() <= limits.spread * (1.0 + std::abs(simplex.best().value))))
        simplex.advance();
    return {simplex.best().x, simplex.best().value, simplex.spread(), simplex.evaluations()};
}

} // namespace

SimplexResult simplexMinimum(const std::function<double(const std::vector<double>&)>& f,
                             const std::vector<double>& start, double step, const SimplexLimits& limits)
{
    const SimplexResult first = runOnce(f, start, step, limits);
    SimplexResult second = runOnce(f, first.x, 0.25 * step, limits);
    second.evaluations += first.evaluations;
    return second;
}

} // namespace ballast
