namespace Overread.Dicom.Json;

/// <summary>One object of DICOM JSON.</summary>
/// <param name="Meta">Attributes of group 0002, which some servers send beside the data set; else empty.</param>
/// <param name="Dataset">The data set.</param>
public sealed record JsonInstance(Dataset Meta, Dataset Dataset);
