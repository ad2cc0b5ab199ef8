#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

// Unlimited undo and redo over immutable states: every edit is a whole state that is never changed again, so a hundred
// undos give back the very first one. What was undone is forgotten by the next edit.
template <class State>
class EditHistory
{
public:
    using StatePtr = std::shared_ptr<const State>;

    explicit EditHistory(State start) { m_steps.push_back({{}, std::make_shared<const State>(std::move(start))}); }

    [[nodiscard]] const State& now() const { return *m_steps[m_at].state; }
    [[nodiscard]] const StatePtr& shared() const { return m_steps[m_at].state; }

    // `what` as the menu says it: "change spot to -12 %".
    void apply(std::string what, State next)
    {
        m_steps.resize(m_at + 1);
        m_steps.push_back({std::move(what), std::make_shared<const State>(std::move(next))});
        ++m_at;
    }

    // A drag is one edit: its later positions take the place of its first. An edit of its own where nothing was edited
    // or something is undone.
    void amend(std::string what, State next)
    {
        if (m_at == 0 || m_at + 1 != m_steps.size()) {
            apply(std::move(what), std::move(next));
            return;
        }
        m_steps[m_at] = {std::move(what), std::make_shared<const State>(std::move(next))};
    }

    [[nodiscard]] bool canUndo() const { return m_at > 0; }
    [[nodiscard]] bool canRedo() const { return m_at + 1 < m_steps.size(); }
    // What the next undo takes back and the next redo does again; empty where there is none.
    [[nodiscard]] std::string undoText() const { return canUndo() ? m_steps[m_at].what : std::string(); }
    [[nodiscard]] std::string redoText() const { return canRedo() ? m_steps[m_at + 1].what : std::string(); }

    // False: nothing to do.
    bool undo() { return canUndo() && (--m_at, true); }
    bool redo() { return canRedo() && (++m_at, true); }

    [[nodiscard]] std::size_t edits() const { return m_at; } // that stand

private:
    struct Step
    {
        std::string what;
        StatePtr state;
    };
    std::vector<Step> m_steps; // never empty
    std::size_t m_at = 0;
};

} // namespace ballast
