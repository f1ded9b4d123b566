using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Intake.Contracts;

/// <summary>How the data of each import were acquired before they came here, as it was declared last.</summary>
internal static class Acquisitions
{
    /// <summary>The name of the import that items by reference came with.</summary>
    public const string References = "references";

    /// <summary>The stream in which it stands.</summary>
    /// <param name="import">A batch, or <see cref="References"/>.</param>
    public static string Stream(string project, string import) =>
        import == References ? "acquisition/" + project : "batch/" + import;

    /// <summary>What is declared, by import.</summary>
    public static Dictionary<string, Acquisition> Of(IRecordReader record, string project)
    {
        Dictionary<string, Acquisition> declared = new(StringComparer.Ordinal);
        foreach (
            Envelope e in record.Events(new RecordQuery { Project = project, Types = [nameof(AcquisitionDeclared)] })
        )
        {
            if (e.Event is AcquisitionDeclared happened)
            {
                declared[happened.Import] = happened.Stated;
            }
        }

        return declared;
    }
}
