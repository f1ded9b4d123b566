namespace Overread.Dicom.Tests.AnswerKey;

/// <summary>The ten actions that the MIDI-B challenge scores.</summary>
public enum KeyAction
{
    /// <summary>The attribute is still there.</summary>
    TagRetained,

    /// <summary>The attribute is there and has a value.</summary>
    TextNotNull,

    /// <summary>These words are still in the attribute.</summary>
    TextRetained,

    /// <summary>These words are no longer in the attribute.</summary>
    TextRemoved,

    /// <summary>The date is there and moved by its patient's one offset.</summary>
    DateShifted,

    /// <summary>The identifier is there and another.</summary>
    UidChanged,

    /// <summary>The identifier has the one replacement that it has everywhere, and no other has it.</summary>
    UidConsistent,

    /// <summary>The patient has the one pseudonym that it has everywhere, and no other has it.</summary>
    PatientIdConsistent,

    /// <summary>The pixel data are the same bytes.</summary>
    PixelsRetained,

    /// <summary>What was burned in can no longer be read.</summary>
    PixelsHidden,
}
