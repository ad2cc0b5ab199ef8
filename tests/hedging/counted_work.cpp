#include "tests/hedging/counted_work.h"

#include "models/hedging/hedge_scenarios.h"

#include <glpk.h>

#include <vector>

namespace {

ballast::test::CountedWork* counting = nullptr; // set while one lives
std::size_t revaluations = 0;                   // since the last whole piece

void countOne()
{
    if (counting)
        counting->countOne();
}

} // namespace

namespace ballast::test {

CountedWork::CountedWork(int stopAt) : m_stopAt(stopAt)
{
    counting = this;
    revaluations = 0;
}

CountedWork::~CountedWork()
{
    counting = nullptr;
}

void CountedWork::countOne()
{
    if (++m_pieces == m_stopAt)
        m_source.request_stop();
}

} // namespace ballast::test

// The linker sends calls of `name` to __wrap_name and calls of __real_name to the function itself.
#define BALLAST_WRAPPED(name) __asm__("__wrap_" name)
#define BALLAST_REAL(name) __asm__("__real_" name)
#define BALLAST_NEWTON                                                                                                 \
    "_ZN7ballast8QpNewtonC1ERKNS_8QpScaledERKN5Eigen6MatrixIdLin1ELi1ELi0ELin1ELi1EEES8_NS_15QpFactorizationE"
#define BALLAST_SCENARIO_PNL "_ZN7ballast11scenarioPnlERKNS_10InstrumentERKNS_10LineValuesEdRKNS_16HedgeScenarioSetEd"

int realSimplex(glp_prob* problem, const glp_smcp* settings) BALLAST_REAL("glp_simplex");
int wrappedSimplex(glp_prob* problem, const glp_smcp* settings) BALLAST_WRAPPED("glp_simplex");
double realGap(glp_tree* tree) BALLAST_REAL("glp_ios_mip_gap");
double wrappedGap(glp_tree* tree) BALLAST_WRAPPED("glp_ios_mip_gap"); // asked at every look at the stop token
// A constructor is called as a function of the object's place.
void realNewton(void* self, const void* problem, const void* h, const void* e, int how) BALLAST_REAL(BALLAST_NEWTON);
void wrappedNewton(void* self, const void* problem, const void* h, const void* e, int how)
    BALLAST_WRAPPED(BALLAST_NEWTON);
std::vector<double> realPnl(const ballast::Instrument& instrument, const ballast::LineValues& values, double quantity,
                            const ballast::HedgeScenarioSet& set, double days) BALLAST_REAL(BALLAST_SCENARIO_PNL);
std::vector<double> wrappedPnl(const ballast::Instrument& instrument, const ballast::LineValues& values,
                               double quantity, const ballast::HedgeScenarioSet& set, double days)
    BALLAST_WRAPPED(BALLAST_SCENARIO_PNL);

int wrappedSimplex(glp_prob* problem, const glp_smcp* settings)
{
    countOne();
    return realSimplex(problem, settings);
}

double wrappedGap(glp_tree* tree)
{
    countOne();
    return realGap(tree);
}

void wrappedNewton(void* self, const void* problem, const void* h, const void* e, int how)
{
    countOne();
    realNewton(self, problem, h, e, how);
}

std::vector<double> wrappedPnl(const ballast::Instrument& instrument, const ballast::LineValues& values,
                               double quantity, const ballast::HedgeScenarioSet& set, double days)
{
    constexpr std::size_t piece = 1000; // a tenth of a millisecond
    for (revaluations += set.scenarios.size(); revaluations >= piece; revaluations -= piece)
        countOne();
    return realPnl(instrument, values, quantity, set, days);
}
