namespace Overread.Dicom.Json;

/// <summary>What <see cref="DicomJson.Read"/> found.</summary>
/// <param name="Instances">One for each object of the array, in order.</param>
/// <param name="Findings">
/// What was wrong. Offsets are bytes of the text where the text itself is not JSON, else -1; paths begin with the number of
/// the instance, such as "[0]/(0008,1115)[1]/(0008,1150)".
/// </param>
public sealed record JsonReading(IReadOnlyList<JsonInstance> Instances, IReadOnlyList<Finding> Findings);
