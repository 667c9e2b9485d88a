// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>

#include "common/icons.h"
#include "common/style.h"
#include "window/settings.h"
#include "window/window_host.h"

using namespace Qt::StringLiterals;

namespace {

// The machine-learning library lies beside the program, in ../lib, or where the package put it.
std::string mlLibrary() {
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString& folder : {u"."_s, u"../lib"_s, u"../lib/egt-studio"_s}) {
        const QString path = QDir::cleanPath(here.filePath(folder + u"/libegt_ml.so"_s));
        if (QFileInfo::exists(path)) return path.toStdString();
    }
    return {};
}

} // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setApplicationName(u"egt-studio"_s);
    QApplication::setApplicationDisplayName(u"EGT Studio"_s);
    QApplication::setApplicationVersion(QStringLiteral(EGT_VERSION));
    QApplication::setDesktopFileName(u"egt-studio"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Curate and train multimodal reward models on low-entropy preference pairs."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(u"project"_s, u"A project folder (NAME.egt) or a file of pairs."_s, u"[project]"_s);
    parser.process(app);
    egt::ui::Settings settings;
    egt::ui::installLanguage(settings.language());
    egt::ui::initLook();
    egt::ui::WindowHost host(egt::makeLocalEngine(mlLibrary()));
    host.start(parser.positionalArguments().value(0));
    return QApplication::exec();
}
