package io.cornu.savedmodels.tf;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which of TensorFlow's operations do more than compute. Looked through by hand over the 1788 operations that
 * TensorFlow Java 1.1.0 registers; a new version has to be looked through again.
 */
final class OperationPolicy {
    /** What a saver may do when it restores, and nobody else. */
    static final Set<String> RESTORING = Set.of("RestoreV2", "Restore", "RestoreSlice");

    /** What a saver may do when it saves, which is never run here. */
    static final Set<String> SAVING =
            Set.of("Save", "SaveSlices", "SaveV2", "MergeV2Checkpoints", "ShardedFilename", "ShardedFilespec");

    /** What may read the model's own assets, and no other file. */
    static final Set<String> TABLES = Set.of("InitializeTableFromTextFile", "InitializeTableFromTextFileV2");

    private static final Pattern PYTHON = Pattern.compile("PyFunc|PyFuncStateless|EagerPyFunc");

    /** Those whose names do not tell: they take a file's name as an attribute, or print into any file. */
    private static final Pattern FILES = Pattern.compile("ReadFile|WriteFile|MatchingFiles|\\w*Reader(V2)?|Reader\\w+"
            + "|RecordInput|Skipgram|LoadAndRemapMatrix|GenerateVocabRemapping|FixedUnigramCandidateSampler|InitializeTableFromTextFile(V2)?"
            + "|DecodeProto(V2)?|EncodeProto|DumpTensor|Debug(Identity|NanCount|NumericSummary)\\w*|Print|PrintV2"
            + "|Create\\w*SummaryDbWriter|CreateSummaryFileWriter|SummaryWriter|ImportEvent"
            + "|CalibrationStatisticsSaver|FileSystemSetConfiguration|DistributedSave|DTensorRestoreV2"
            + "|\\w*Dataset\\w*|\\w*Iterator\\w*");

    private static final Pattern NETWORK = Pattern.compile("RemoteCall|Rpc\\w*|_?Send|_?Recv|_?Host(Send|Recv)"
            + "|Collective\\w+|_?Nccl\\w+|\\w*TPU\\w*|WorkerHeartbeat|_?Xla(Send|Recv|HostCompute|CustomCall)\\w*"
            + "|DeleteRpcFutureResource|(Infeed|Outfeed)\\w+");

    private static final Pattern WAITING = Pattern.compile(
            "\\w*Queue(V2)?|Queue(?!Size|IsClosed)\\w+|Barrier\\w*|(Ordered)?Map(Stage|Unstage|Peek|UnstageNoKey)"
                    + "|\\w*AccumulatorTakeGradient|Stage|Unstage|StagePeek|Mutex\\w*|ConsumeMutexLock");

    private OperationPolicy() {}

    /** What an operation does that a model has no need of, or nothing. */
    static Optional<String> objection(String operation) {
        if (PYTHON.matcher(operation).matches()) {
            return Optional.of("runs Python code");
        }
        if (operation.equals("Abort")) {
            return Optional.of("ends the process");
        }
        if (FILES.matcher(operation).matches()) {
            return Optional.of("reads or writes files");
        }
        if (NETWORK.matcher(operation).matches()) {
            return Optional.of("talks to other processes");
        }
        if (WAITING.matcher(operation).matches()) {
            return Optional.of("may wait forever");
        }
        return Optional.empty();
    }
}
