namespace k8s.Models;

/// <summary>A port or an amount that may be a number or a name (or percentage). Text that is a whole number goes out as a number.</summary>
/// <param name="value">Number in decimal notation, or any other text.</param>
[JsonConverter(typeof(IntOrStringConverter))]
public sealed class IntOrString(string? value) : IEquatable<IntOrString>
{
    /// <summary>The value as text.</summary>
    public string? Value { get; } = value;

    /// <summary>From a number.</summary>
    public static implicit operator IntOrString(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>From a number.</summary>
    public static implicit operator IntOrString(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>From a number or a name.</summary>
    public static implicit operator IntOrString(string value) => new(value);

    /// <summary>As text.</summary>
    public static implicit operator string?(IntOrString? value) => value?.Value;

    /// <inheritdoc/>
    public bool Equals(IntOrString? other) => other is not null && string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IntOrString);

    /// <inheritdoc/>
    public override int GetHashCode() => Value is null ? 0 : StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
