using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Applies a plan to objects. Pixels are not touched: values that the plan keeps are copied by reference. The same
/// object, plan and key give the same bytes on every run; a second run over its own output changes nothing.
/// Thread-safe: one rewriter serves a whole batch.
/// </summary>
public sealed class DatasetRewriter
{
    private readonly DeidentificationPlan _plan;
    private readonly ProjectKey _key;
    private readonly UidPseudonyms _uids;
    private readonly PatientPseudonyms _patients;

    private readonly PatientResolution? _who;

    /// <summary>Makes a rewriter for a plan and a project's key.</summary>
    /// <param name="plan">What is done to each element.</param>
    /// <param name="key">From which pseudonyms and offsets are derived.</param>
    /// <param name="who">Who is who by decisions; null to take each object at its word.</param>
    public DatasetRewriter(DeidentificationPlan plan, ProjectKey key, PatientResolution? who = null)
    {
        _who = who;
        _plan = plan;
        _key = key;
        _uids = new UidPseudonyms(key, RegisteredUids.Contains);
        _patients = new PatientPseudonyms(key);
    }

    /// <summary>The plan that is applied.</summary>
    public DeidentificationPlan Plan => _plan;

    /// <summary>Replacements of unique identifiers, for callers that rename what refers to the objects.</summary>
    public UidPseudonyms Uids => _uids;

    /// <summary>Replacements of patient identifiers.</summary>
    public PatientPseudonyms Patients => _patients;

    /// <summary>Rewrites one object. Refused whole where something of it is missing or could not be read.</summary>
    /// <param name="file">The source; must stay open until the output is written.</param>
    /// <param name="detail">How much the account writes down.</param>
    public RewriteResult Rewrite(DicomFile file, AccountDetail detail = AccountDetail.Counts)
    {
        DeidentificationAccount account = new(_plan, _key, detail)
        {
            Findings = file.Findings,
            Refusal = RefusalFor(file),
        };
        if (account.Refusal != Refusal.None)
        {
            return new RewriteResult(account, null);
        }

        account.Reviews = ReviewRules.Assess(file);
        Subject subject = Subject.Of(file.Dataset, _key, _patients, _uids, _who);
        account.Pseudonym = subject.Pseudonym;
        DatasetPass pass = new(
            _plan,
            _uids,
            subject,
            file.Dataset,
            account,
            FamilyOf(file.SopClassUid),
            file.SopClassUid,
            file.TransferSyntax
        );
        Dataset output = pass.Run();
        account.Reviews = ReviewRules.With(account.Reviews, pass.PixelsFollowed);
        OffsetTables.Settle(file.Dataset, output);
        OverlayBits.Mask(file.Dataset, output);
        return new RewriteResult(account, new DicomFile(MetaOf(file), output, file.TransferSyntax, [], null));
    }

    /// <summary>Kind of object, from its SOP class; <see cref="IodFamily.Other"/> where the class is not known.</summary>
    public static IodFamily FamilyOf(string sopClassUid) => SopClasses.FamilyOf(sopClassUid);

    /// <summary>
    /// Class and replaced instance for the file meta information of an object whose data set lacks them; nothing else of
    /// the source's file meta information is taken over.
    /// </summary>
    private Dataset MetaOf(DicomFile file)
    {
        Dataset meta = new();
        if (file.Meta.GetText(Tags.MediaStorageSopClassUid) is { } sopClass)
        {
            meta.Set(Tags.MediaStorageSopClassUid, Vr.UI, sopClass);
        }

        if (file.Meta.GetText(Tags.MediaStorageSopInstanceUid) is { } instance)
        {
            bool keep = _plan.Options.HasFlag(DeidentificationOptions.RetainUids);
            meta.Set(Tags.MediaStorageSopInstanceUid, Vr.UI, keep ? instance : _uids.Replace(instance));
        }

        return meta;
    }

    private static Refusal RefusalFor(DicomFile file)
    {
        if (!file.IsDicom)
        {
            return Refusal.NotDicom;
        }

        if (file.IsTruncated)
        {
            return Refusal.Truncated;
        }

        if (file.SopClassUid == "1.2.840.10008.1.3.10" || file.Dataset.Contains(Tags.DirectoryRecordSequence))
        {
            return Refusal.Directory;
        }

        // Bytes that no element claimed are not copied, so most damage is harmless; what was skipped for its depth or
        // number might have been needed to know the patient.
        return file.Findings.Any(finding => finding.Kind is FindingKind.TooDeep or FindingKind.TooManyElements)
            ? Refusal.Unreadable
            : Refusal.None;
    }
}
