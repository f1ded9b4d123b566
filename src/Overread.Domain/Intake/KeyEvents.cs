using Overread.Domain.Record;

namespace Overread.Domain.Intake;

/// <summary>A project got its first key, or one after the former was destroyed.</summary>
/// <param name="Fingerprint">Names the key without betraying it.</param>
public sealed record KeyMade(string Fingerprint) : DomainEvent;

/// <summary>From now on another key is used; what was de-identified before keeps its pseudonyms.</summary>
/// <param name="Fingerprint">The new key.</param>
/// <param name="Former">The key used until now.</param>
/// <param name="Reason">Why.</param>
public sealed record KeyRotated(string Fingerprint, string Former, string Reason) : DomainEvent;

/// <summary>A key was divided among custodians. The parts were shown once and are not kept.</summary>
/// <param name="Fingerprint">The key.</param>
/// <param name="Shares">Parts made.</param>
/// <param name="Needed">Parts that give the key back.</param>
public sealed record KeyEscrowed(string Fingerprint, int Shares, int Needed) : DomainEvent;

/// <summary>A key that the vault had lost was put together again from its parts.</summary>
/// <param name="Fingerprint">The key.</param>
public sealed record KeyRestored(string Fingerprint) : DomainEvent;

/// <summary>A key was destroyed: nobody can derive the pseudonyms made with it any more, nor repeat them.</summary>
/// <param name="Fingerprint">The key.</param>
/// <param name="Reason">Why.</param>
public sealed record MappingDestroyed(string Fingerprint, string Reason) : DomainEvent;
