// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "records/images.h"

class QCheckBox;
class QSpinBox;
class QTableView;

namespace egt::ui {

class EngineClient;
class TextLabel;

/// What a check of all images does, before it starts as a job.
class ImageCheckDialog : public QDialog {
    Q_OBJECT
public:
    explicit ImageCheckDialog(QWidget* parent);
    [[nodiscard]] VerifyRequest request() const;

private:
    QCheckBox* m_again;
    QCheckBox* m_thumbnails;
    QSpinBox* m_bits;
};

/// One line of the file that a check of the images leaves behind.
struct ImageProblem {
    QString image;
    QString problem; ///< the engine's word: missing, damaged, …
    std::int64_t references = 0;
};
/// The first `most` of them. Any thread.
QList<ImageProblem> readImageProblems(const QString& file, qsizetype most);
/// "Missing", "Damaged", … for people.
QString imageProblemText(const QString& problem);

/// What a check of the images found: counts, and each picture that has a problem.
class ImageReportDialog : public QDialog {
    Q_OBJECT
public:
    ImageReportDialog(EngineClient* client, const VerifyResult& result, QWidget* parent);

Q_SIGNALS:
    void findMissingRequested();

private:
    void fill(const QList<ImageProblem>& problems);
    QTableView* m_table;
    TextLabel* m_note;
    std::int64_t m_problems;
};

} // namespace egt::ui
