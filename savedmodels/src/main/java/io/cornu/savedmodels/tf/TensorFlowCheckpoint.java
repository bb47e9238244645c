package io.cornu.savedmodels.tf;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.ByteSource;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.archive.ReadLimits;
import io.cornu.savedmodels.keras.OptimizerVariables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;

/**
 * The tensors of a TensorFlow checkpoint: {@code tf.train.Checkpoint}, {@code tf.compat.v1.train.Saver}, or the
 * variables of a SavedModel.
 *
 * <p>A checkpoint is named by its prefix: {@code ckpt-3} for {@code ckpt-3.index} and
 * {@code ckpt-3.data-00000-of-00001}. It is read without TensorFlow: nothing in it runs. The index is checked when it
 * is opened; the numbers are read, and checked against their checksums, when they are asked for. The data files may be
 * mapped into memory, and must not be cut short meanwhile.
 *
 * <pre>{@code
 * TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(Path.of("training/ckpt-3"));
 * checkpoint.tensors().forEach(System.out::println);
 * Weights weights = checkpoint.weights().into(architecture);
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads. {@link CheckpointFolder} writes and finds checkpoints.
 */
public final class TensorFlowCheckpoint {
    static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

    private final String where;
    private final Map<String, BundleEntry> entries;
    private final Map<Integer, ByteSource> shards;

    private TensorFlowCheckpoint(String where, Map<String, BundleEntry> entries, Map<Integer, ByteSource> shards) {
        this.where = where;
        this.entries = entries;
        this.shards = shards;
    }

    /**
     * Opens a checkpoint.
     *
     * @param prefix its name without an ending; the name of its index will do as well
     * @return the checkpoint
     * @throws IOException if there is none, it is damaged, compressed, or its files lie elsewhere
     */
    public static TensorFlowCheckpoint open(Path prefix) throws IOException {
        return open(prefix, ReadLimits.defaults());
    }

    /**
     * Opens a checkpoint.
     *
     * @param prefix its name without an ending; the name of its index will do as well
     * @param limits how many entries and how long keys it may have
     * @return the checkpoint
     * @throws IOException if there is none, it is damaged, compressed, or its files lie elsewhere
     */
    public static TensorFlowCheckpoint open(Path prefix, ReadLimits limits) throws IOException {
        String name = prefix.getFileName() == null ? "" : prefix.getFileName().toString();
        Path plain = name.endsWith(".index")
                ? prefix.resolveSibling(name.substring(0, name.length() - ".index".length()))
                : prefix;
        Path index = Path.of(plain + ".index");
        if (!Files.isRegularFile(index)) {
            throw new NoSuchFileException(
                    plain.toString(),
                    null,
                    "expected a checkpoint with an index, received no file " + index.getFileName()
                            + ". Name it as tf.train.latest_checkpoint does, without an ending.");
        }
        Path directory = Optional.ofNullable(index.toAbsolutePath().getParent()).orElse(Path.of("."));
        ContainedFiles.requireInside(directory, index);
        String where = index.toString();
        Map<String, ByteString> table = TableReader.read(where, ByteSource.of(index), limits);
        int count = CheckpointFiles.count(where, table.get(""));
        Map<String, BundleEntry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, ByteString> entry : table.entrySet()) {
            if (!entry.getKey().isEmpty()) {
                entries.put(entry.getKey(), BundleEntry.of(where, entry.getKey(), entry.getValue(), count));
            }
        }
        return new TensorFlowCheckpoint(
                plain.toString(), entries, CheckpointFiles.open(where, directory, plain, count, entries));
    }

    /**
     * What the checkpoint holds, by key; what Python's {@code tf.train.list_variables} lists, types added.
     *
     * @return keys, types and shapes, in the order of the keys
     */
    public List<TensorDescription> tensors() {
        return entries.values().stream()
                .map(entry -> new TensorDescription(entry.key(), ProtoTypes.name(entry.type()), entry.shape()))
                .toList();
    }

    /**
     * Whether there is a tensor of a key.
     *
     * @param key as in {@link #tensors}
     * @return true if there is
     */
    public boolean contains(String key) {
        return entries.containsKey(key);
    }

    /**
     * Reads numbers.
     *
     * @param key as in {@link #tensors}
     * @return the numbers in the type they have in the file
     * @throws IllegalArgumentException if there is no such key, or it holds no numbers
     * @throws IOException if the file is damaged or beyond 2 GiB
     */
    public Array read(String key) throws IOException {
        BundleEntry entry = entry(key);
        DataType type = entry.numbers()
                .orElseThrow(() -> new IllegalArgumentException(
                        where + ", " + key + ": expected numbers, received " + ProtoTypes.name(entry.type()) + "."));
        ByteBuffer stored = bytes(entry);
        byte[] copy = ReadLimits.allocate(where + ", " + key, entry.size());
        stored.get(copy);
        requireChecksum(entry, Checksums.masked(ByteBuffer.wrap(copy)));
        if (type == DataType.BOOL) {
            for (byte value : copy) {
                if (value != 0 && value != 1) {
                    throw new MalformedFileException(where + ", " + key, "expected 0 or 1, received " + value + ".");
                }
            }
        }
        return Array.wrap(type, ByteBuffer.wrap(copy), entry.shape().asArray());
    }

    /**
     * Reads texts, such as a vocabulary.
     *
     * @param key as in {@link #tensors}
     * @return the texts, rows after one another; bytes that are no UTF-8 are replaced
     * @throws IllegalArgumentException if there is no such key, or it holds no texts
     * @throws IOException if the file is damaged
     */
    public List<String> readTexts(String key) throws IOException {
        return readBytes(key).stream().map(ByteString::toStringUtf8).toList();
    }

    List<ByteString> readBytes(String key) throws IOException {
        BundleEntry entry = entry(key);
        if (entry.type() != org.tensorflow.proto.DataType.DT_STRING) {
            throw new IllegalArgumentException(
                    where + ", " + key + ": expected texts, received " + ProtoTypes.name(entry.type()) + ".");
        }
        StoredTexts texts = StoredTexts.read(where + ", " + key, bytes(entry), entry.elements());
        requireChecksum(entry, texts.checksum());
        return texts.values();
    }

    /**
     * The variables by the names they have in the program that saved them, ready to be given to an architecture.
     *
     * @return the variables
     * @throws IOException if the description of the objects in it is damaged
     */
    public SavedWeights weights() throws IOException {
        return SavedWeights.of(this);
    }

    /**
     * What the optimizer of {@code tf.train.Checkpoint(model=..., optimizer=...)} of Keras 3 remembers.
     *
     * @param architecture the network
     * @param compilation what it is compiled with here: the same optimizer with the same settings as there
     * @param frozenLayers the layers that were kept from learning there
     * @param weights the network's weights
     * @return what {@code CompiledModel.setOptimizerState} takes
     * @throws IllegalArgumentException if the checkpoint holds no optimizer of Keras 3, or one whose variables do not
     *     fit in number or shape
     * @throws IOException if the file is damaged
     */
    public OptimizerState optimizerState(
            Architecture architecture, Compilation compilation, Set<String> frozenLayers, Weights weights)
            throws IOException {
        TrackableObjectGraph objects = objects().orElse(TrackableObjectGraph.getDefaultInstance());
        List<Array> variables = new ArrayList<>();
        for (String key : new SavedObjects(where, objects).optimizer()) {
            variables.add(read(key));
        }
        if (variables.isEmpty()) {
            throw new IllegalArgumentException(where + ": expected the variables of an optimizer of Keras 3 at"
                    + " 'optimizer', received none. Compile the model anew.");
        }
        return new OptimizerVariables(variables, Map.of()).state(architecture, compilation, frozenLayers, weights);
    }

    String where() {
        return where;
    }

    Map<String, BundleEntry> entries() {
        return entries;
    }

    /** The objects that hold the variables; nothing in a checkpoint of names only. */
    Optional<TrackableObjectGraph> objects() throws IOException {
        if (!contains(OBJECT_GRAPH)) {
            return Optional.empty();
        }
        List<ByteString> messages = readBytes(OBJECT_GRAPH);
        try {
            return Optional.of(TrackableObjectGraph.parseFrom(messages.get(0)));
        } catch (InvalidProtocolBufferException | IndexOutOfBoundsException e) {
            throw new MalformedFileException(
                    where + ", " + OBJECT_GRAPH, "expected a graph of objects, received something else.", e);
        }
    }

    private BundleEntry entry(String key) {
        BundleEntry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalArgumentException(where + ": expected a key of the checkpoint, received '" + key
                    + "'. See tensors() for what it holds.");
        }
        if (entry.isSliced()) {
            throw new IllegalArgumentException(where + ", " + key
                    + ": expected a tensor in one piece, received a partitioned variable. Save it again without"
                    + " a partitioner.");
        }
        return entry;
    }

    private ByteBuffer bytes(BundleEntry entry) throws MalformedFileException {
        if (entry.size() > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(
                    where + ", " + entry.key(), "expected a tensor below 2 GiB, received " + entry.size() + " bytes.");
        }
        ByteSource source = shards.get(entry.shard());
        if (source == null) {
            throw new IllegalStateException("no data file for " + entry.key());
        }
        return source.slice(entry.offset(), (int) entry.size());
    }

    private void requireChecksum(BundleEntry entry, int checksum) throws MalformedFileException {
        if (checksum != entry.checksum()) {
            throw new MalformedFileException(
                    where + ", " + entry.key(), "the checksum does not fit its bytes. Copy the checkpoint again.");
        }
    }
}
