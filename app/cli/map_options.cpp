// SPDX-License-Identifier: GPL-3.0-or-later
#include "map_options.h"

#include "base/files.h"
#include "records/field_map.h"

namespace egt::cli {

void addFileOptions(CLI::App& command, ImportRequest& request, MapWords& map) {
    command.add_option("--format", request.format, "Layout of the file (default: found from its content)");
    command.add_option("--images", request.image_folder,
                       "Where image paths start, or a zip or tar archive of the images (default: the file's folder)");
    command.add_option("--source", request.source, "Source name of rows that carry none (default: the file's name)");
    CLI::Option* words =
        command.add_option("--map", map.words,
                           "Which field is what: question=… a=… b=… label=… (or chosen=… rejected=…), image=… id=… "
                           "source=… split=… reason_a=… reason_b=…, label_a=VALUE,… label_b=… label_tie=…; a field may "
                           "be a path such as data.answers[0].text");
    command.add_option("--map-file", map.file, "A map that was saved")->excludes(words);
    command.add_option("--save-map", map.save, "Save the map to this file, for the next import");
}

Result<std::string> mappingOf(const MapWords& map) {
    std::string json;
    if (!map.words.empty()) {
        EGT_ASSIGN(const FieldMap fields, fieldMapOfWords(map.words));
        json = fieldMapJson(fields);
    } else if (!map.file.empty()) {
        EGT_ASSIGN(const std::string text, readFile(map.file));
        auto fields = fieldMapOfJson(text);
        if (!fields) {
            fields.error().file = map.file;
            return fail(fields.error());
        }
        json = fieldMapJson(*fields);
    }
    if (!map.save.empty()) {
        if (json.empty())
            return fail("import.bad_map", EGT_TEXT("engine", "There is no map to save: name the fields with --map."),
                        {}, {}, 0, "--save-map");
        EGT_TRY(writeFileAtomically(map.save, json + "\n"));
    }
    return json;
}

} // namespace egt::cli
