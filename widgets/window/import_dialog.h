// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "records/requests.h"

class QLineEdit;

namespace egt::ui {

class KeyValueGrid;
class LabelledCombo;
class Notice;
class PrimaryButton;
class TextLabel;

/// What to import: the file, what is in its first row, where its images lie, and, when no project is open, the project
/// to make. Nothing is written before the verb is pressed; the import itself is a job.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    /// `project_open`: the open project's name; empty asks for a new one.
    ImportDialog(const QString& project_open, QWidget* parent);
    void setFile(const QString& file);
    [[nodiscard]] egt::ImportRequest request() const;
    [[nodiscard]] QString newProject() const; ///< empty when a project was open

private:
    QWidget* makePathRow(QLineEdit* edit, const QString& name, bool folder);
    void check();
    void readFirstRow(const QString& file);
    QLineEdit* m_file;
    QLineEdit* m_images;
    QLineEdit* m_source;
    QLineEdit* m_project;
    LabelledCombo* m_format;
    KeyValueGrid* m_found;
    TextLabel* m_file_error;
    TextLabel* m_images_error;
    TextLabel* m_project_error;
    PrimaryButton* m_verb;
    bool m_new_project;
    bool m_readable = false;
};

} // namespace egt::ui
