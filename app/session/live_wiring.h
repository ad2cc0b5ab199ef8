#pragma once

namespace ballast {

class DeskSession;
class MainWindow;

// Live venues and recorded feeds on the screen: the connection dialog, the health window, the replay bar.
void wireLive(DeskSession& session, MainWindow& window);

} // namespace ballast
