package keys_test

import (
	"fmt"

	"tutti/sim/keys"
)

func Example() {
	root, err := keys.Parse("orchestra.toml", []byte(`
[trust]
up = 1.4
dwon = 0.3
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	trust := root.Table("trust", "how trust moves (model, 5)")
	trust.Share("up", 0.1, "rate after better than expected [per cycle]")
	trust.Share("down", 0.2, "rate after worse than expected [per cycle]")
	fmt.Println(root.Err())
	// Output:
	// orchestra.toml:3: trust.up: 1.4 is outside [0, 1]
	// orchestra.toml:4: trust.dwon: no such key; did you mean "down"?
}
