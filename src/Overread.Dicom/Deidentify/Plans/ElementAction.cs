namespace Overread.Dicom.Deidentify.Plans;

/// <summary>What is done to one element. The letters are those of PS3.15 table E.1-1a where it has one.</summary>
public enum ElementAction
{
    /// <summary>K: left as it is; a sequence is walked, each of its elements by its own decision.</summary>
    Keep,

    /// <summary>X: taken out.</summary>
    Remove,

    /// <summary>Z: stays, without a value.</summary>
    Empty,

    /// <summary>D: stays, with a value of its representation that says nothing; a sequence is walked, its text replaced.</summary>
    Dummy,

    /// <summary>U: unique identifiers replaced by keyed ones; a sequence is walked.</summary>
    Uid,

    /// <summary>C: text freed of whatever is not known to be harmless; numbers bounded; a sequence is walked.</summary>
    Clean,

    /// <summary>C of a date: moved by the patient's offset.</summary>
    Shift,

    /// <summary>The patient's keyed pseudonym.</summary>
    Pseudonym,

    /// <summary>A value that the plan prescribes.</summary>
    Replace,
}
