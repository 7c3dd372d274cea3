namespace k8s.Models;

/// <summary>An amount of a resource, such as <c>100m</c> CPU or <c>1.5Gi</c> of memory. Equal when the amounts are equal, however they are written.</summary>
[JsonConverter(typeof(ResourceQuantityConverter))]
public sealed class ResourceQuantity : IEquatable<ResourceQuantity>
{
    private readonly string _text;
    private readonly decimal _amount;

    /// <summary>Parses an amount.</summary>
    /// <param name="value">Decimal number with an optional suffix (n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or e+exponent).</param>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public ResourceQuantity(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _text = value;
        _amount = QuantityNotation.Parse(value);
    }

    /// <summary>From text such as <c>100m</c>.</summary>
    public static implicit operator ResourceQuantity(string value) => new(value);

    /// <summary>From a plain amount (cores, bytes, pieces).</summary>
    public static implicit operator ResourceQuantity(decimal value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>As it was written.</summary>
    public static implicit operator string?(ResourceQuantity? value) => value?._text;

    /// <summary>The plain amount: cores, bytes, pieces.</summary>
    public decimal ToDecimal() => _amount;

    /// <inheritdoc/>
    public bool Equals(ResourceQuantity? other) => other is not null && _amount == other._amount;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ResourceQuantity);

    /// <inheritdoc/>
    public override int GetHashCode() => _amount.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _text;
}
