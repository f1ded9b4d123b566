using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <summary>De-identifies one file in one call. A batch makes one <see cref="DatasetRewriter"/> and keeps it.</summary>
public static class Rewriter
{
    /// <summary>Reads, rewrites, writes. Nothing is written where the account says that the object was refused.</summary>
    /// <param name="input">The source, read to its end; not closed.</param>
    /// <param name="plan">What to do.</param>
    /// <param name="key">The project's key.</param>
    /// <param name="output">Receives a Part 10 file in the source's transfer syntax; not closed.</param>
    /// <param name="detail">How much the account writes down.</param>
    /// <exception cref="IOException">The source cannot be read or the output cannot be written.</exception>
    public static DeidentificationAccount Deidentify(
        Stream input,
        DeidentificationPlan plan,
        ProjectKey key,
        Stream output,
        AccountDetail detail = AccountDetail.Elements
    )
    {
        using DicomFile file = DicomFile.Read(input, leaveOpen: true);
        RewriteResult result = new DatasetRewriter(plan, key).Rewrite(file, detail);
        result.Output?.Write(output);
        return result.Account;
    }
}
