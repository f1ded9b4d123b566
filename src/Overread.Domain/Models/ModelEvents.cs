using Overread.Domain.Record;

namespace Overread.Domain.Models;

/// <summary>A version of a model was registered. Nothing is taken from it before somebody approves it.</summary>
/// <param name="Model">The model with its card.</param>
public sealed record ModelRegistered(RegisteredModel Model) : DomainEvent;

/// <summary>A person approved a model for reads under one protocol version.</summary>
/// <param name="Model">Its id.</param>
/// <param name="ProtocolVersion">The version.</param>
/// <param name="Reason">Why.</param>
public sealed record ModelApproved(string Model, int ProtocolVersion, string Reason) : DomainEvent;

/// <summary>A person took a model out of use: nothing more is taken from it or shown of it.</summary>
/// <param name="Model">Its id.</param>
/// <param name="Reason">Why.</param>
public sealed record ModelRetired(string Model, string Reason) : DomainEvent;

/// <summary>A model's answers to one item were taken in. They are no labels, and shown to readers as the protocol allows.</summary>
/// <param name="Batch">What they came with: one id for all that was sent at once.</param>
/// <param name="Model">The model's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Suggestions">The answers; of one field at most one.</param>
public sealed record SuggestionsMade(
    string Batch,
    string Model,
    string Name,
    string Version,
    string Sha256,
    IReadOnlyList<Suggestion> Suggestions
) : DomainEvent;
