using System.Text.Json.Serialization;
using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.People;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Releases;
using Overread.Domain.Work;

namespace Overread.Domain.Record;

/// <summary>
/// Something that happened, in the past tense. Every kind is a sealed record and stands in this list with the name that
/// the record keeps for ever; a kind may gain optional members but never lose or change one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TablesSealed), nameof(TablesSealed))]
[JsonDerivedType(typeof(PersonRegistered), nameof(PersonRegistered))]
[JsonDerivedType(typeof(PersonChanged), nameof(PersonChanged))]
[JsonDerivedType(typeof(SignedIn), nameof(SignedIn))]
[JsonDerivedType(typeof(SignInFailed), nameof(SignInFailed))]
[JsonDerivedType(typeof(SignedOut), nameof(SignedOut))]
[JsonDerivedType(typeof(TokenIssued), nameof(TokenIssued))]
[JsonDerivedType(typeof(TokenRevoked), nameof(TokenRevoked))]
[JsonDerivedType(typeof(ItemViewed), nameof(ItemViewed))]
[JsonDerivedType(typeof(ProjectOpened), nameof(ProjectOpened))]
[JsonDerivedType(typeof(ProjectClosed), nameof(ProjectClosed))]
[JsonDerivedType(typeof(MemberAdded), nameof(MemberAdded))]
[JsonDerivedType(typeof(RolesChanged), nameof(RolesChanged))]
[JsonDerivedType(typeof(MemberRemoved), nameof(MemberRemoved))]
[JsonDerivedType(typeof(ProtocolDrafted), nameof(ProtocolDrafted))]
[JsonDerivedType(typeof(ProtocolPublished), nameof(ProtocolPublished))]
[JsonDerivedType(typeof(BatchReceived), nameof(BatchReceived))]
[JsonDerivedType(typeof(FileRefused), nameof(FileRefused))]
[JsonDerivedType(typeof(DeidentificationApplied), nameof(DeidentificationApplied))]
[JsonDerivedType(typeof(EntryDecided), nameof(EntryDecided))]
[JsonDerivedType(typeof(BatchDecided), nameof(BatchDecided))]
[JsonDerivedType(typeof(ItemReady), nameof(ItemReady))]
[JsonDerivedType(typeof(ItemWithdrawn), nameof(ItemWithdrawn))]
[JsonDerivedType(typeof(ItemRestored), nameof(ItemRestored))]
[JsonDerivedType(typeof(ItemFlagged), nameof(ItemFlagged))]
[JsonDerivedType(typeof(ItemUnflagged), nameof(ItemUnflagged))]
[JsonDerivedType(typeof(ReadAssigned), nameof(ReadAssigned))]
[JsonDerivedType(typeof(ReadReleased), nameof(ReadReleased))]
[JsonDerivedType(typeof(ReadSkipped), nameof(ReadSkipped))]
[JsonDerivedType(typeof(AssignmentExpired), nameof(AssignmentExpired))]
[JsonDerivedType(typeof(ReadOpened), nameof(ReadOpened))]
[JsonDerivedType(typeof(AnswerGiven), nameof(AnswerGiven))]
[JsonDerivedType(typeof(AnswerWithdrawn), nameof(AnswerWithdrawn))]
[JsonDerivedType(typeof(MarkDrawn), nameof(MarkDrawn))]
[JsonDerivedType(typeof(MarkRevised), nameof(MarkRevised))]
[JsonDerivedType(typeof(MarkWithdrawn), nameof(MarkWithdrawn))]
[JsonDerivedType(typeof(CommentAdded), nameof(CommentAdded))]
[JsonDerivedType(typeof(ReadSubmitted), nameof(ReadSubmitted))]
[JsonDerivedType(typeof(ReadReopened), nameof(ReadReopened))]
[JsonDerivedType(typeof(ReadsCompared), nameof(ReadsCompared))]
[JsonDerivedType(typeof(AgreementComputed), nameof(AgreementComputed))]
[JsonDerivedType(typeof(ConsensusComputed), nameof(ConsensusComputed))]
[JsonDerivedType(typeof(RecheckSampled), nameof(RecheckSampled))]
[JsonDerivedType(typeof(AdjudicationDecided), nameof(AdjudicationDecided))]
[JsonDerivedType(typeof(ReleasePublished), nameof(ReleasePublished))]
[JsonDerivedType(typeof(ReleaseDownloaded), nameof(ReleaseDownloaded))]
[JsonDerivedType(typeof(ReleaseRecalled), nameof(ReleaseRecalled))]
public abstract record DomainEvent;
