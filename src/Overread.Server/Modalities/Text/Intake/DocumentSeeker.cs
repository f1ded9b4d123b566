using System.Reflection;
using System.Text.Json;
using Overread.Deidentification.Phi;
using Overread.Domain.Modalities.Text;
using Overread.Text;

namespace Overread.Server.Modalities.Text.Intake;

/// <summary>Looks in a document for what identifies somebody.</summary>
internal static class DocumentSeeker
{
    /// <summary>The detector and its build, as the record names it.</summary>
    public static string Name { get; } =
        "Overread.Deidentification "
        + typeof(PhiDetector)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    private static readonly PhiDetector Detector = new();

    /// <summary>Places that identify somebody, in their order, in code points.</summary>
    /// <param name="file">The document's id.</param>
    /// <param name="text">Its text.</param>
    /// <param name="known">What the document's own head says of its subject; null where it says nothing.</param>
    public static IReadOnlyList<GateSpan> Seek(string file, string text, PhiHeader? known = null)
    {
        CodePoints points = new(text);
        List<GateSpan> found = [];
        foreach (PhiSpan span in Detector.Find(text, known))
        {
            // A bound within a pair of surrogates is moved out of it: rather one code point more than half a name.
            int start = points.TryOfUnits(span.Start, out int from) ? from : points.OfUnits(span.Start - 1);
            int end = points.TryOfUnits(span.End, out int to) ? to : points.OfUnits(span.End + 1);
            found.Add(
                new($"p{found.Count + 1}", file, start, end)
                {
                    Found = new(
                        JsonNamingPolicy.CamelCase.ConvertName(span.Type.ToString()),
                        span.Rule,
                        Math.Round(span.Score, 2)
                    ),
                }
            );
        }

        return found;
    }
}
