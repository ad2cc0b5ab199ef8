#include "ui/selection.h"

namespace ballast {

void Selection::chooseUnderlying(const std::string& underlying)
{
    if (underlying == m_underlying)
        return;
    m_underlying = underlying;
    m_expiry.reset();
    m_strike.reset();
    m_type.reset();
    Q_EMIT underlyingChanged();
    Q_EMIT changed();
}

void Selection::chooseExpiry(Timestamp expiry)
{
    if (m_expiry == expiry)
        return;
    m_expiry = expiry;
    Q_EMIT changed();
}

void Selection::chooseStrike(Timestamp expiry, double strike)
{
    if (m_expiry == expiry && m_strike == strike)
        return;
    m_expiry = expiry;
    m_strike = strike;
    m_type.reset();
    Q_EMIT changed();
}

void Selection::chooseOption(Timestamp expiry, double strike, OptionType type)
{
    if (m_expiry == expiry && m_strike == strike && m_type == type)
        return;
    m_expiry = expiry;
    m_strike = strike;
    m_type = type;
    Q_EMIT changed();
}

} // namespace ballast
