package io.cornu.savedmodels.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.cornu.model.Model;
import io.cornu.runtime.NativeLibrary;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.tf.ReadOptions.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

class HostileSavedModelTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @SuppressWarnings("NullAway.Init") // write() sets it
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        directory = folder.resolve("model");
        try (Model model = Networks.twoInTwoOut().build(Networks.SEED)) {
            SavedModel.write(model, directory);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReadFile",
                "WriteFile",
                "MatchingFiles",
                "PyFunc",
                "PyFuncStateless",
                "EagerPyFunc",
                "Abort",
                "TextLineReaderV2",
                "WholeFileReader",
                "ReaderReadV2",
                "TFRecordDatasetV2",
                "IteratorGetNext",
                "RemoteCall",
                "RpcCall",
                "_Recv",
                "CollectiveReduceV2",
                "DataServiceDatasetV4",
                "TPUExecute",
                "XlaCustomCallV2",
                "PrintV2",
                "DecodeProtoV2",
                "DebugIdentityV2",
                "LoadAndRemapMatrix",
                "FixedUnigramCandidateSampler",
                "FIFOQueueV2",
                "QueueDequeueV2",
                "OrderedMapUnstage",
                "MutexLock",
                "CreateSummaryFileWriter",
                "GenerateVocabRemapping",
                "InitializeTableFromTextFileV2"
            })
    void operationsThatDoMoreThanComputeAreRefusedWhereverTheyHide(String operation) throws IOException {
        NodeDef node = NodeDef.newBuilder().setName("hidden").setOp(operation).build();
        Directories.spoil(directory, meta -> meta.getGraphDefBuilder()
                .getLibraryBuilder()
                .getFunctionBuilder(0)
                .addNodeDef(node));
        refused(operation, "TRUSTED");
        assertThat(SavedModel.describe(directory).objections()).containsOnlyKeys(operation);
        assertThat(SavedModel.describe(directory).isHarmless()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Conv2D",
                "MatMul",
                "ReadVariableOp",
                "AssignVariableOp",
                "StatefulPartitionedCall",
                "While",
                "If",
                "TensorListReserve",
                "StatelessRandomUniformV2",
                "RandomUniform",
                "ParseExampleV2",
                "DecodeJpeg",
                "HashTableV2",
                "LookupTableImportV2",
                "LookupTableFindV2",
                "StringJoin",
                "Placeholder",
                "Const",
                "NextIteration",
                "StackPushV2",
                "TensorArrayReadV3",
                "BatchFunction",
                "XlaSharding",
                "Assert"
            })
    void operationsThatComputeAreNot(String operation) {
        assertThat(OperationPolicy.objection(operation)).isEmpty();
    }

    /** Names tell most of them; this finds those that an update of TensorFlow brings. */
    @Test
    void everyOperationThatTakesAPlaceIsDecided() throws IOException {
        NativeLibrary.load();
        TF_Buffer buffer = tensorflow.TF_GetAllOpList();
        OpList operations;
        try {
            operations = OpList.parseFrom(buffer.copyData());
        } finally {
            tensorflow.TF_DeleteBuffer(buffer);
        }
        Pattern place = Pattern.compile(".*(file(?!r)|path|url|address|director|descriptor|server|prefix).*");
        List<String> places = operations.getOpList().stream()
                .filter(operation -> Stream.concat(
                                operation.getAttrList().stream().map(OpDef.AttrDef::getName),
                                operation.getInputArgList().stream().map(OpDef.ArgDef::getName))
                        .anyMatch(name -> place.matcher(name).matches() && !name.contains("direction")))
                .map(OpDef::getName)
                // The beams of a search are called paths.
                .filter(name -> !name.equals("CTCBeamSearchDecoder"))
                .toList();
        assertThat(places).contains("ReadFile", "RestoreV2", "Skipgram").hasSizeGreaterThan(40);
        assertThat(places)
                .allMatch(name -> OperationPolicy.objection(name).isPresent()
                        || OperationPolicy.SAVING.contains(name)
                        || OperationPolicy.RESTORING.contains(name));
    }

    @Test
    void savingAndRestoringOutsideTheSaverAreRefused() throws IOException {
        spoil(meta -> addToFunctions(meta, "SaveV2"));
        refused("SaveV2 writes files outside the model's own saver");
        write();
        spoil(meta -> addToFunctions(meta, "RestoreV2"));
        refused("RestoreV2 reads files outside the model's own saver");
        write();
        spoil(meta -> meta.getGraphDefBuilder().getNodeBuilderList().stream()
                .filter(node -> node.getName().equals("saver_restored"))
                .forEach(node -> node.addInput("^saver_save")));
        refused("SaveV2 writes files outside the model's own saver");
        write();
        spoil(meta -> {
            meta.getGraphDefBuilder().addNode(text("elsewhere", "/etc/passwd"));
            meta.getGraphDefBuilder().getNodeBuilderList().stream()
                    .filter(node -> node.getOp().equals("RestoreV2"))
                    .forEach(node -> node.setInput(0, "elsewhere"));
        });
        refused("RestoreV2 reads other files than the model's own");
        write();
        // Restores in a function, as Python does, but not from its argument.
        spoil(meta -> {
            FunctionDef.Builder function =
                    meta.getGraphDefBuilder().getLibraryBuilder().addFunctionBuilder();
            function.getSignatureBuilder().setName("restoring");
            function.addNodeDef(text("elsewhere", "/etc/passwd"));
            function.addNodeDef(
                    NodeDef.newBuilder().setName("restore").setOp("RestoreV2").addInput("elsewhere:output:0"));
            meta.getGraphDefBuilder().addNode(call("restore", "restoring"));
            meta.getSaverDefBuilder().setRestoreOpName("restore");
        });
        refused("RestoreV2 reads other files than the model's own");
    }

    @Test
    void trustLetsThemThrough() throws IOException {
        spoil(meta -> meta.getGraphDefBuilder()
                .addNode(NodeDef.newBuilder()
                        .setName("print")
                        .setOp("PrintV2")
                        .addInput("words")
                        .putAttr(
                                "output_stream",
                                AttrValue.newBuilder()
                                        .setS(ByteString.copyFromUtf8("stderr"))
                                        .build())));
        spoil(meta -> meta.getGraphDefBuilder().addNode(text("words", "never printed, for nobody asks for it")));
        refused("PrintV2");
        try (LoadedSavedModel loaded =
                SavedModel.read(directory, ReadOptions.defaults().withTrust(Trust.TRUSTED))) {
            assertThat(loaded.signatures()).hasSize(1);
        }
    }

    @Test
    void endlessAndExplodingCallsAreRefused() throws IOException {
        spoil(meta -> {
            FunctionDefLibrary.Builder library = meta.getGraphDefBuilder().getLibraryBuilder();
            FunctionDef.Builder function = library.getFunctionBuilder(0);
            function.addNodeDef(call("again", function.getSignature().getName()));
            meta.getGraphDefBuilder()
                    .addNode(call("start", function.getSignature().getName()));
        });
        refused("calling themselves");
        write();
        // 10 functions that each call the next 10 times: 10 to the power of 10 nodes from 100.
        spoil(meta -> {
            FunctionDefLibrary.Builder library = meta.getGraphDefBuilder().getLibraryBuilder();
            for (int level = 0; level < 11; level++) {
                FunctionDef.Builder function = library.addFunctionBuilder();
                function.getSignatureBuilder().setName("level_" + level);
                for (int i = 0; i < 10; i++) {
                    function.addNodeDef(call("call_" + i, "level_" + (level + 1)));
                }
            }
            meta.getGraphDefBuilder().addNode(call("start", "level_0"));
        });
        refused("nodes when all calls are written out");
        write();
        // The innermost is called first, so that no way down is long; the tower is.
        spoil(meta -> {
            FunctionDefLibrary.Builder library = meta.getGraphDefBuilder().getLibraryBuilder();
            for (int level = 199; level >= 0; level--) {
                FunctionDef.Builder function = library.addFunctionBuilder();
                function.getSignatureBuilder().setName("level_" + level);
                function.addNodeDef(call("call", "level_" + (level + 1)));
                meta.getGraphDefBuilder().addNode(call("start_" + level, "level_" + level));
            }
        });
        refused("functions inside one another");
    }

    @Test
    void constantsThatUnfoldAreRefused() throws IOException {
        TensorProto huge = TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .addFloatVal(1)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 40))
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 40)))
                .build();
        spoil(meta -> meta.getGraphDefBuilder()
                .addNode(NodeDef.newBuilder()
                        .setName("huge")
                        .setOp("Const")
                        .putAttr(
                                "dtype",
                                AttrValue.newBuilder()
                                        .setType(DataType.DT_FLOAT)
                                        .build())
                        .putAttr("value", AttrValue.newBuilder().setTensor(huge).build())));
        refused("numbers in constant huge", "far more");
    }

    /** An array of the signature's shape would reach convolutions that end the process. */
    @Test
    void signaturesThatBelieTheirProgramAreRefused() throws IOException {
        spoil(meta -> {
            SignatureDef.Builder signature = meta.getSignatureDefOrThrow("serving_default").toBuilder();
            String input = signature.getInputsMap().keySet().iterator().next();
            meta.putSignatureDef(
                    "serving_default",
                    signature
                            .putInputs(
                                    input,
                                    signature.getInputsOrThrow(input).toBuilder()
                                            .setTensorShape(TensorShapeProto.getDefaultInstance())
                                            .build())
                            .build());
        });
        refused("serving_default: input", "as in the program, received () in the signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "long"})
    void namesThatWouldFloodAMessageAreRefused(String name) throws IOException {
        String odd = name.equals("long") ? "y".repeat(1001) : name;
        spoil(meta -> meta.putSignatureDef(odd, meta.getSignatureDefOrThrow("serving_default")));
        refused("names of at most 1000 characters on one line");
    }

    private void spoil(Consumer<MetaGraphDef.Builder> change) throws IOException {
        Directories.spoil(directory, change);
    }

    private static void addToFunctions(MetaGraphDef.Builder meta, String operation) {
        meta.getGraphDefBuilder()
                .getLibraryBuilder()
                .getFunctionBuilderList()
                .forEach(function -> function.addNodeDef(
                        NodeDef.newBuilder().setName("hidden").setOp(operation)));
    }

    private static NodeDef call(String name, String function) {
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("StatefulPartitionedCall")
                .putAttr(
                        "f",
                        AttrValue.newBuilder()
                                .setFunc(NameAttrList.newBuilder().setName(function))
                                .build())
                .build();
    }

    private static NodeDef text(String name, String text) {
        TensorProto value = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.getDefaultInstance())
                .addStringVal(ByteString.copyFromUtf8(text))
                .build();
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr(
                        "dtype",
                        AttrValue.newBuilder().setType(DataType.DT_STRING).build())
                .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
                .build();
    }

    private void refused(String... substance) {
        assertThatExceptionOfType(MalformedFileException.class)
                .isThrownBy(() -> SavedModel.read(directory))
                .satisfies(e -> assertThat(List.of(String.valueOf(e.getMessage())))
                        .allSatisfy(message ->
                                assertThat(message).contains(substance).doesNotContain("\n")));
    }
}
