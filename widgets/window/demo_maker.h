// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QProcess>

namespace egt::ui {

class KeyCapButton;
class PrimaryButton;
class ProgressLine;
class TextLabel;

/// Makes the demo project with the command line program next to this one, and shows how far it is.
class DemoMaker : public QDialog {
    Q_OBJECT
public:
    explicit DemoMaker(QWidget* parent);
    ~DemoMaker() override;
    /// The demo project that is there already; empty = none.
    [[nodiscard]] static QString find();

Q_SIGNALS:
    void made(const QString& project);

private:
    void start();
    void readOutput();
    void finished(int code, QProcess::ExitStatus status);
    QProcess m_process;
    TextLabel* m_text;
    TextLabel* m_line;
    ProgressLine* m_bar;
    PrimaryButton* m_start;
    KeyCapButton* m_cancel;
    QString m_last;
};

} // namespace egt::ui
