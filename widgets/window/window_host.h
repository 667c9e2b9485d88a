// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "api/engine.h"

namespace egt::ui {

class EngineClient;
class MainWindow;
class ProjectContext;
class Settings;

/// Owns what outlives a window: engine client, context, settings. Makes the window, and makes it anew when the language
/// changes.
class WindowHost : public QObject {
    Q_OBJECT
public:
    explicit WindowHost(std::unique_ptr<egt::Engine> engine);
    ~WindowHost() override;
    /// Applies stored theme, text size and language, shows the window, opens `path` or the last project.
    void start(const QString& path);
    /// The window without showing it (tests, pictures).
    MainWindow* makeWindow();
    [[nodiscard]] MainWindow* window() const { return m_window.get(); }
    [[nodiscard]] EngineClient* client() const { return m_client.get(); }
    [[nodiscard]] Settings& settings() const { return *m_settings; }

private:
    void rebuild();
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<EngineClient> m_client;
    std::unique_ptr<ProjectContext> m_context;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace egt::ui
