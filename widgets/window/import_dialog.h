// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QElapsedTimer>
#include <QTimer>

#include "base/result.h"
#include "records/import_tools.h"

class QLineEdit;
class QMenu;

namespace egt::ui {

class EngineClient;
class ImportMapForm;
class ImportPreview;
class KeyCapButton;
class LabelledCombo;
class PrimaryButton;
class ProgressLine;
class TextLabel;

/// What to import: the file, its layout (found from the content, or said field by field), where its images lie, and,
/// when no project is open, the project to make. Beside it what the engine sees in the file: first in its beginning,
/// then in all of it. Nothing is written before the verb is pressed; the import itself is a job.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    /// `project_open`: the open project's name; empty asks for a new one.
    ImportDialog(EngineClient* client, const QString& project_open, QWidget* parent);
    ~ImportDialog() override;
    void setFile(const QString& file);
    [[nodiscard]] egt::ImportRequest request() const;
    [[nodiscard]] QString newProject() const; ///< empty when a project was open

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeForm();
    enum class Choose { file, folder_or_archive, new_project };
    QWidget* makePathRow(QLineEdit* edit, const QString& name, Choose what);
    void chooseFor(QLineEdit* edit, const QString& name, Choose what, bool archive);
    void check();
    void look(); ///< soon, at the beginning of the file
    void lookAt(std::int64_t rows);
    void seen(const egt::ImportInspection& inspection);
    void failed(const egt::Error& error);
    void showLayouts(const egt::ImportInspection& inspection);
    void showState();
    [[nodiscard]] bool byFields() const;

    EngineClient* m_client;
    QLineEdit* m_file;
    QLineEdit* m_images;
    QLineEdit* m_source;
    QLineEdit* m_project;
    LabelledCombo* m_format;
    ImportMapForm* m_map;
    TextLabel* m_map_problem;
    ImportPreview* m_preview;
    ProgressLine* m_progress;
    TextLabel* m_state;
    KeyCapButton* m_stop;
    TextLabel* m_file_error;
    TextLabel* m_images_error;
    TextLabel* m_project_error;
    PrimaryButton* m_verb;
    QTimer m_soon;
    QTimer m_tick; ///< counts the seconds of a look
    QElapsedTimer m_since;
    bool m_new_project;
    int m_looks = 0; ///< the latest look; answers to earlier ones are late
    bool m_looking = false;
    std::int64_t m_pairs = 0; ///< that an import would take, as far as is known
    bool m_whole = false;
};

} // namespace egt::ui
