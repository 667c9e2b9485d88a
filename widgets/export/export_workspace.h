// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTimer>

#include "common/workspace.h"
#include "records/requests.h"

namespace egt::ui {

class EmptyState;
class ExportForm;
class ExportOutput;
class KeyCapButton;
class Notice;
class PrimaryButton;
class TextLabel;

/// The name under which the filter that Explore shows is saved, so that a manifest can name it.
inline constexpr const char* kFilterSelection = "current filter";

/// Scope, format and content at the left, the exact preview at the right, one bar that writes.
class ExportWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit ExportWorkspace(QWidget* parent = nullptr);

    void setClient(EngineClient* client) override;
    void setContext(ProjectContext* context) override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QList<QAction*> menuActions(MenuId menu) const override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void projectOpened() override;
    void projectClosed() override;

    /// Chooses a saved selection; the folder's name follows.
    void chooseSelection(const QString& selection);
    [[nodiscard]] ExportForm* form() const { return m_form; }
    [[nodiscard]] ExportRequest request() const;
    [[nodiscard]] const std::optional<ExportCount>& counted() const { return m_count; }
    [[nodiscard]] QLineEdit* folderField() const { return m_folder; }

Q_SIGNALS:
    void countReady();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildBar();
    void refreshScopes();
    void formChanged();
    void recount();
    void showCount();
    void suggestFolder();
    void checkFolder();
    void updateBar();
    void browse();
    void write();
    void repeat();
    void submit(const ExportRequest& request);
    void copyCommand();
    void stateArrived(RunId run, RunState state);
    void finished(RunId run);
    bool saveCurrentFilter();
    [[nodiscard]] bool hasFilter() const;
    [[nodiscard]] std::string filterRule() const;
    void showError(const QString& text);

    ExportForm* m_form;
    ExportOutput* m_output;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    QLineEdit* m_folder = nullptr;
    QCheckBox* m_replace = nullptr;
    Notice* m_error = nullptr;
    Notice* m_done = nullptr;
    PrimaryButton* m_write_button = nullptr;
    QAction* m_write = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_repeat = nullptr;
    std::optional<ExportCount> m_count;
    QString m_count_error;
    QString m_folder_error;
    QString m_written_folder;
    QTimer m_later;
    quint64 m_ticket = 0;
    double m_row_bytes = 0;
    std::int64_t m_pairs = 0;
    RunId m_job = 0; ///< the export that is being written, 0 = none
    bool m_folder_typed = false;
    bool m_counting = false;
    bool m_searching = false;          ///< the filter waits for a search of the texts
    bool m_write_when_counted = false; ///< "Write" was pressed while the pairs were being counted
};

} // namespace egt::ui
