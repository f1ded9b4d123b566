namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>One object of the set: its bytes, and what the key says about its output.</summary>
/// <param name="Name">Path of the file, which names the patient as real folders do.</param>
/// <param name="SopInstanceUid">Identifier in the source.</param>
/// <param name="Patient">Whose it is: place in the set.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Checks">The key.</param>
internal sealed record KeyedInstance(
    string Name,
    string SopInstanceUid,
    int Patient,
    byte[] Bytes,
    IReadOnlyList<KeyCheck> Checks
);
