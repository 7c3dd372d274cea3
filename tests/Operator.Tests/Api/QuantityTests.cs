using System.Globalization;
using McpTenants.Api.Values;

namespace Operator.Tests.Api;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("500m", "0.5")]
    [InlineData("1.5", "1.5")]
    [InlineData("1k", "1000")]
    [InlineData("1Ki", "1024")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("1e3", "1000")]
    [InlineData("1E3", "1000")]
    [InlineData("1P", "1000000000000000")]
    public void TryParse_Quantity_IsExact(string text, string expected)
    {
        Quantity.TryParse(text, out var value).ShouldBeTrue();
        value.ShouldBe(decimal.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("abc")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1KiB")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1..5")]
    [InlineData("NaN")]
    [InlineData("1e")]
    [InlineData("1e-3")]
    [InlineData("1e99")]
    [InlineData("1e308")]
    [InlineData("99999999999999999999999Pi")]
    [InlineData("1Gi\n")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Quantity.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Parse_WhatIsNoQuantity_Throws() => Should.Throw<FormatException>(() => Quantity.Parse("much"));
}
