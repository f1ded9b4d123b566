namespace Overread.Domain.Projects;

/// <summary>Everything that permission is asked for. Each API route names one; the matrix says which roles have it.</summary>
public enum Action
{
    /// <summary>Sign in, ask who one is: nobody is refused.</summary>
    Anybody,

    /// <summary>Own account, own tokens, own jobs: whoever is signed in.</summary>
    SignedIn,

    /// <summary>See and manage accounts.</summary>
    ManagePeople,

    /// <summary>See how the installation fares: space, jobs, backups, audits, clock.</summary>
    SeeOperations,

    /// <summary>Open a project.</summary>
    OpenProject,

    /// <summary>See that the project exists, its name and one's own roles.</summary>
    SeeProject,

    /// <summary>See and change members and their roles.</summary>
    ManageMembers,

    /// <summary>Give oneself emergency access; persons who were given the right may too.</summary>
    UseEmergency,

    /// <summary>See the list of members.</summary>
    SeeMembers,

    /// <summary>See counts, pace and agreement of the whole project.</summary>
    SeeOverview,

    /// <summary>See protocol versions.</summary>
    SeeProtocol,

    /// <summary>Draft and publish a protocol version.</summary>
    EditProtocol,

    /// <summary>Send files into quarantine and close a batch.</summary>
    Receive,

    /// <summary>See which batches there are and where they stand.</summary>
    SeeBatches,

    /// <summary>See what lies before the gate.</summary>
    SeeGate,

    /// <summary>Approve, hold or reject at the gate.</summary>
    DecideGate,

    /// <summary>See, rotate, divide, restore and destroy the project's keys.</summary>
    ManageKeys,

    /// <summary>Erase a subject, or decide that it is retained.</summary>
    EraseSubjects,

    /// <summary>See the list of items and each item.</summary>
    SeeItems,

    /// <summary>Withdraw, restore, flag, assign items.</summary>
    ManageItems,

    /// <summary>Take the next item and read it.</summary>
    Read,

    /// <summary>See the image files of an item that passed the gate (a reader: of an item assigned to them).</summary>
    SeeFiles,

    /// <summary>Store instances into quarantine over DICOMweb (STOW-RS).</summary>
    StoreDicom,

    /// <summary>Search and retrieve what passed the gate over DICOMweb (QIDO-RS, WADO-RS; a reader: items assigned to them).</summary>
    QueryDicom,

    /// <summary>See everybody's reads.</summary>
    SeeReads,

    /// <summary>See what readers wrote about an item: comments, and why they flagged or skipped it.</summary>
    SeeRemarks,

    /// <summary>See what the members wrote to each other, as far as it does not tell about what one reads blind.</summary>
    SeeThreads,

    /// <summary>Begin threads and write in them.</summary>
    Converse,

    /// <summary>Give a read back, reassign it, reopen a submitted one.</summary>
    ManageReads,

    /// <summary>See what readers practise on and are tested with, its reference answers, and what each came to.</summary>
    SeeTraining,

    /// <summary>Choose what readers practise on, are tested with and get as gold, and say what is right there.</summary>
    ManageTraining,

    /// <summary>See agreement and consensus.</summary>
    SeeComparison,

    /// <summary>Compute a consensus, draw a re-check sample.</summary>
    Compute,

    /// <summary>See the queue of disputes and the reads in it.</summary>
    SeeDisputes,

    /// <summary>Decide a dispute.</summary>
    Adjudicate,

    /// <summary>See releases and take bundles.</summary>
    SeeReleases,

    /// <summary>Publish or recall a release.</summary>
    Release,

    /// <summary>Approve a release that was prepared.</summary>
    ApproveRelease,

    /// <summary>See which acts are signed, and the signatures.</summary>
    SeeSignatures,

    /// <summary>Lay down which acts are signed.</summary>
    SetSigning,

    /// <summary>See the models of a project, what they suggested in all and what that does to readers.</summary>
    SeeModels,

    /// <summary>Register, approve and retire models.</summary>
    ManageModels,

    /// <summary>Send in what a model answers.</summary>
    Suggest,

    /// <summary>Read the record of events; run an audit.</summary>
    SeeRecord,
}
