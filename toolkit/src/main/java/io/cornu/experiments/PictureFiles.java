package io.cornu.experiments;

import io.cornu.data.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The files of a report's pictures. */
final class PictureFiles {
    /** A drawing of many thousand points is quicker to show as dots. */
    private static final long LARGEST_INLINE_DRAWING = 2L << 20;

    private static final List<String> KINDS = List.of("svg", "png", "gif");

    private PictureFiles() {}

    static void write(Picture picture, Path folder) throws IOException {
        if (picture.source() instanceof Picture.Drawn drawn) {
            drawn.figure().writeSvg(folder.resolve(picture.name() + ".svg"));
            drawn.figure().writePng(folder.resolve(picture.name() + ".png"));
            return;
        }
        Picture.Stored stored = (Picture.Stored) picture.source();
        boolean found = false;
        for (String kind : KINDS) {
            Path from = stored.folder().resolve(stored.name() + "." + kind);
            if (Files.isRegularFile(from)) {
                found = true;
                byte[] content = Files.readAllBytes(from);
                AtomicFiles.write(folder.resolve(picture.name() + "." + kind), file -> Files.write(file, content));
            }
        }
        if (!found) {
            throw new IOException(stored.folder() + ": expected " + stored.name()
                    + ".svg or .png, which report.json names, received neither. Run its command again.");
        }
    }

    /** The picture as a browser takes it in place of an address. */
    static String address(Picture picture, Path folder) throws IOException {
        Path gif = folder.resolve(picture.name() + ".gif");
        Path svg = folder.resolve(picture.name() + ".svg");
        Path png = folder.resolve(picture.name() + ".png");
        if (Files.exists(gif)) {
            return data("image/gif", gif);
        }
        return Files.exists(svg) && (Files.size(svg) <= LARGEST_INLINE_DRAWING || !Files.exists(png))
                ? data("image/svg+xml", svg)
                : data("image/png", png);
    }

    private static String data(String type, Path file) throws IOException {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
