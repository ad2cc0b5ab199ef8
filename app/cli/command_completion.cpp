#include "app/cli/command.h"

#include <fmt/format.h>

#include <string>

namespace ballast {
namespace {

std::string optionsOf(const CLI::App& command)
{
    std::string words;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames())
            words += "--" + name + " ";
    }
    return words;
}

// Completion for bash, made from the commands themselves.
void printBash(const CLI::App& app)
{
    std::string commands;
    std::string cases;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        commands += command->get_name() + " ";
        cases += fmt::format("        {}) words=\"{}\" ;;\n", command->get_name(), optionsOf(*command));
    }
    fmt::print("_ballastctl() {{\n"
               "    local words current=\"${{COMP_WORDS[COMP_CWORD]}}\"\n"
               "    case \"${{COMP_WORDS[1]}}\" in\n{}"
               "        *) words=\"{}--help --version\" ;;\n"
               "    esac\n"
               "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
               "    [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$current\"))\n"
               "}}\ncomplete -F _ballastctl ballastctl\n",
               cases, commands);
}

} // namespace

void addCompletionCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("completion", "print the completion script for bash");
    command->callback([&app, &chosen] {
        chosen = [&app] {
            printBash(app);
            return exitDone;
        };
    });
}

} // namespace ballast
