namespace Overread.Dicom;

/// <summary>What can be wrong with a file.</summary>
public enum FindingKind
{
    /// <summary>Not DICOM at all, or so damaged that no element could be read.</summary>
    NotDicom,

    /// <summary>A value, item or sequence claims more bytes than the file has.</summary>
    Truncated,

    /// <summary>No preamble: the data set or the file meta information starts at byte 0.</summary>
    NoPreamble,

    /// <summary>No file meta information; the transfer syntax was guessed from the first elements.</summary>
    NoFileMeta,

    /// <summary>File meta information without group length or with a wrong one.</summary>
    BadFileMetaLength,

    /// <summary>File meta information that names no transfer syntax; it was guessed.</summary>
    NoTransferSyntax,

    /// <summary>A transfer syntax that is not registered here; explicit little endian was assumed.</summary>
    UnknownTransferSyntax,

    /// <summary>The elements are not encoded as the transfer syntax says.</summary>
    TransferSyntaxMismatch,

    /// <summary>Two bytes where a value representation should be that name none.</summary>
    BadVr,

    /// <summary>An element whose number is not greater than the one before.</summary>
    OutOfOrder,

    /// <summary>The same element twice in one data set; the first is kept.</summary>
    DuplicateElement,

    /// <summary>A value of odd length.</summary>
    OddLength,

    /// <summary>A length that does not fit the value representation (such as 3 bytes of 16-bit numbers).</summary>
    BadLength,

    /// <summary>Undefined length where the standard allows none.</summary>
    UnexpectedUndefinedLength,

    /// <summary>Something other than an item where an item must stand; the rest of the sequence was skipped.</summary>
    BadItem,

    /// <summary>A delimiter outside any sequence or item, or one with a length.</summary>
    StrayDelimiter,

    /// <summary>A sequence without its delimiter.</summary>
    MissingDelimiter,

    /// <summary>Nesting beyond the depth that the options allow; the sequence was not read.</summary>
    TooDeep,

    /// <summary>More elements than the options allow; reading stopped.</summary>
    TooManyElements,

    /// <summary>Bytes behind the last element.</summary>
    TrailingBytes,

    /// <summary>A private element whose block no creator claims.</summary>
    NoPrivateCreator,

    /// <summary>A character set that is not registered here; its bytes are read as Latin-1.</summary>
    UnknownCharacterSet,

    /// <summary>Bytes that the declared character set does not have.</summary>
    BadCharacters,

    /// <summary>A deflated data set that does not inflate, or to more than the options allow.</summary>
    BadDeflate,

    /// <summary>Fragments of pixel data that do not fit each other, the offset table or the number of frames.</summary>
    BadFragments,

    /// <summary>Image attributes that contradict each other or the pixel data.</summary>
    BadImage,

    /// <summary>A frame that its codec could not decode.</summary>
    BadFrame,

    /// <summary>A value that is not what its representation or multiplicity allows.</summary>
    BadValue,

    /// <summary>An attribute that the object must have is missing or empty.</summary>
    MissingAttribute,

    /// <summary>A value that is said to stand elsewhere and could not be had from there.</summary>
    MissingBulkData,

    /// <summary>JSON that is not of the DICOM JSON model (PS3.18 annex F); the attribute was left out.</summary>
    BadJson,
}
