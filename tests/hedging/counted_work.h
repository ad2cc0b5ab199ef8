#pragma once

#include <stop_token>

namespace ballast::test {

// Counts the pieces of work of the solvers between two looks at a stop token, by standing in the way of the calls that
// do them (the linker's --wrap): slices of the simplex, nodes and cut rounds of branch and cut, Newton systems of the
// interior point, every thousand revaluations of a line in a scenario. One test executable at a time, one thread.
class CountedWork
{
public:
    // Asks for a stop at the `stopAt`th piece; 0: never.
    explicit CountedWork(int stopAt);
    ~CountedWork();
    CountedWork(const CountedWork&) = delete;
    CountedWork& operator=(const CountedWork&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
    [[nodiscard]] int pieces() const { return m_pieces; }
    [[nodiscard]] int piecesAfterStop() const { return m_source.stop_requested() ? m_pieces - m_stopAt : 0; }
    void countOne();

private:
    std::stop_source m_source;
    int m_stopAt;
    int m_pieces = 0;
};

} // namespace ballast::test
