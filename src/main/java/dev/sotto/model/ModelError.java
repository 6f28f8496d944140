package dev.sotto.model;

/** The closed list of ways a model can be unusable. The constant's lower-case name is the code in logs and JSON. */
public enum ModelError {
    /** The folder is not there or cannot be read. */
    FOLDER_MISSING,
    /** The folder holds no weights in a format that is read here. */
    FORMAT_UNKNOWN,
    /** A file the format needs is not there. */
    FILE_MISSING,
    /** The operating system refused to read, map or write a file. */
    FILE_UNREADABLE,
    /** The file ends before what it announces. */
    FILE_TRUNCATED,
    /** The file contradicts its own format. */
    FILE_MALFORMED,
    /** Well formed, but of a kind or version that is not read here. */
    UNSUPPORTED,
    /** A tensor of the network is not in the files. */
    TENSOR_MISSING,
    /** A tensor has another shape than the configuration asks for. */
    TENSOR_MISSHAPEN,
    /** A tensor has an element type that weights cannot have. */
    TENSOR_TYPE,
    /** A configuration file lacks a value or holds an impossible one. */
    CONFIG_INVALID,
    /** The vocabulary does not fit the network or itself. */
    VOCABULARY_INVALID,
    /** The name is neither in the catalogue, nor installed, nor a hub id, nor a folder. */
    NAME_UNKNOWN,
    /** The name could never be a model's name. */
    NAME_INVALID,
    /** The catalogue file is broken. */
    CATALOGUE_INVALID,
    /** A download is needed but the offline switch is on. */
    OFFLINE,
    /** The hub wants a token, or another one. */
    HUB_UNAUTHORIZED,
    /** The hub has no such model or revision. */
    HUB_NOT_FOUND,
    /** The hub or the network failed and retries did not help. */
    HUB_UNAVAILABLE,
    /** The hub answered with something that is not its contract. */
    HUB_ANSWER_INVALID,
    /** The repository holds no weights that are read here. */
    HUB_NOTHING_USABLE,
    /** The downloaded bytes are not the announced ones. */
    DOWNLOAD_CORRUPT,
    /** The disk is too small for the download. */
    DISK_FULL,
    /** Another process is pulling the same model. */
    PULL_IN_PROGRESS,
    /** The caller stopped the download. */
    CANCELLED
}
