package io.cornu.savedmodels;

import io.cornu.savedmodels.archive.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a file is by its first and last bytes, as its kind is told everywhere. */
enum FileKind {
    HDF5("an HDF5 file"),
    ZIP("a zip archive"),
    JSON("JSON"),
    CHECKPOINT_INDEX("the index of a checkpoint"),
    EMPTY("an empty file"),
    LFS("a Git LFS pointer to the real file. Run git lfs pull"),
    HTML("a web page, as a failed download leaves it. Fetch the file itself"),
    PICKLE("a Python pickle, which is code and is never opened. Save the model with model.save(\"model.keras\")"),
    NUMPY("one NumPy array (.npy)"),
    TFLITE("a TensorFlow Lite model, whose training graph is gone. Convert the model it was made from"),
    ONNX("an ONNX model. Save the Keras or TensorFlow model it was made from"),
    SAFETENSORS("weights in safetensors form. Load them in Keras and save with model.save(\"model.keras\")"),
    GGUF("weights in GGUF form. Load them in Keras and save with model.save(\"model.keras\")"),
    SAVED_MODEL_PB("the program of a SavedModel without its variables. Name the directory that holds it"),
    CHECKPOINT_STATE("the note of which checkpoint is the latest. Name its directory"),
    PACKED("a packed file (gzip, bzip2, xz, zstd, 7z, rar or tar). Unpack it first"),
    OTHER("something else (the data of a checkpoint goes by its name without .data-...)");

    private static final int HEAD = 4096;
    private static final int TAR_MAGIC = 257;

    private final String title;

    FileKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    static FileKind of(ByteSource content) {
        if (content.size() == 0) {
            return EMPTY;
        }
        int length = (int) Math.min(HEAD, content.size());
        byte[] head = new byte[length];
        content.slice(0, length).get(head);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        FileKind kind = ofStart(text);
        if (kind == OTHER && length == HEAD && text.startsWith("ustar", TAR_MAGIC)) {
            return PACKED;
        }
        return kind == OTHER ? ofStructure(content, text) : kind;
    }

    private static FileKind ofStart(String text) {
        if (text.startsWith("\u0089HDF\r\n\u001a\n")) {
            return HDF5;
        }
        if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
            return ZIP;
        }
        if (text.startsWith("version https://git-lfs")) {
            return LFS;
        }
        if (text.startsWith("\u0093NUMPY")) {
            return NUMPY;
        }
        if (text.startsWith("TFL3", 4)) {
            return TFLITE;
        }
        if (text.startsWith("GGUF")) {
            return GGUF;
        }
        if (text.startsWith("model_checkpoint_path:")) {
            return CHECKPOINT_STATE;
        }
        // Protocols 2 to 5 begin with their number.
        if (text.length() > 1 && text.charAt(0) == 0x80 && text.charAt(1) >= 2 && text.charAt(1) <= 5) {
            return PICKLE;
        }
        List<String> packed =
                List.of("\u001f\u008b", "BZh", "\u00fd7zXZ", "\u0028\u00b5\u002f\u00fd", "7z\u00bc\u00af", "Rar!");
        return packed.stream().anyMatch(text::startsWith) ? PACKED : ofText(text);
    }

    private static FileKind ofText(String text) {
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype") || start.startsWith("<html")) {
            return HTML;
        }
        return start.startsWith("{") ? JSON : OTHER;
    }

    private static FileKind ofStructure(ByteSource content, String text) {
        ByteBuffer end = content.slice(Math.max(0, content.size() - 8), (int) Math.min(8, content.size()));
        if (end.remaining() == 8 && end.getLong(0) == 0xdb4775248b80fb57L) {
            return CHECKPOINT_INDEX;
        }
        // Eight bytes of length, then a JSON object of that length.
        if (text.length() > 9 && text.charAt(8) == '{') {
            long header = content.slice(0, 8).getLong(0);
            if (header > 1 && header <= content.size() - 8) {
                return SAFETENSORS;
            }
        }
        // Field 1 of a ModelProto is its version, field 2 (or 7 or 8) a length; a SavedModel's version is 1.
        if (text.length() > 3 && text.charAt(0) == 8) {
            int next = text.charAt(2);
            if (text.charAt(1) < 32 && (next == 0x12 || next == 0x3a || next == 0x42)) {
                return text.charAt(1) == 1 ? SAVED_MODEL_PB : ONNX;
            }
        }
        return OTHER;
    }

    /** What an archive without a Keras configuration is. */
    static String ofZip(List<String> names) {
        if (names.stream().anyMatch(name -> name.endsWith("/data.pkl") || name.equals("data.pkl"))) {
            return "a PyTorch archive, which holds a Python pickle and is never opened. Export the model to Keras";
        }
        if (names.stream().anyMatch(name -> name.endsWith("saved_model.pb"))) {
            return "a packed SavedModel. Unpack it first";
        }
        if (names.stream().anyMatch(name -> name.endsWith(".keras") || name.endsWith("config.json"))) {
            return "a zip archive with a model inside. Unpack it first";
        }
        if (!names.isEmpty() && names.stream().allMatch(name -> name.endsWith(".npy"))) {
            return "NumPy arrays (.npz)";
        }
        return names.isEmpty() ? "an empty zip archive" : "a zip archive without a config.json";
    }
}
