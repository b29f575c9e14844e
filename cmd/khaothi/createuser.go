package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"khaothi/internal/exam"
	"khaothi/internal/fault"
	"khaothi/internal/identity"
)

// newUser is what create-user was asked for.
type newUser struct {
	username, fullName string
	roles              []string
	unit, unitName     string
	passwordStdin      bool
}

// createdUser is what create-user --json prints.
type createdUser struct {
	ID                string   `json:"id"`
	Username          string   `json:"username"`
	Roles             []string `json:"roles"`
	Unit              string   `json:"unit"`
	TemporaryPassword string   `json:"temporary_password,omitempty"`
}

// createUserCmd makes an account, the first administrator above all.
func createUserCmd() *cobra.Command {
	c := DefaultConfig()
	var u newUser
	cmd := &cobra.Command{
		Use:   "create-user --username NAME --full-name NAME --role ROLE --unit CODE",
		Short: "make an account, such as the first administrator",
		Long: `Makes an account with roles for a unit and all units under it. In an empty database
--unit-name also makes the unit: the Sở at the top. The password is read from
standard input with --password-stdin; otherwise a temporary one is printed, which
its owner must change at the first sign-in.`,
		Example: `  khaothi admin create-user --username lan --full-name "Nguyễn Thị Lan" --role admin --unit SGD --unit-name "Sở GDĐT"`,
		Args:    cobra.NoArgs,
	}
	f := cmd.Flags()
	f.StringVar(&u.username, "username", "", "name to sign in with (required)")
	f.StringVar(&u.fullName, "full-name", "", "name of the person (required)")
	f.StringArrayVar(&u.roles, "role", nil, "role: "+roleList()+"; may be given several times (required)")
	f.StringVar(&u.unit, "unit", "", "code of the unit (required)")
	f.StringVar(&u.unitName, "unit-name", "", "make the unit, a Sở, with this name if there is none of this code")
	f.BoolVar(&u.passwordStdin, "password-stdin", false, "read the password from standard input")
	for _, name := range []string{"username", "full-name", "role", "unit"} {
		_ = cmd.MarkFlagRequired(name) // fails only for a flag that does not exist
	}
	envErr := c.Bind(loadEnv, f, dataFlags...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withData(cmd, c, envErr, func(d *Data) error {
			made, err := u.create(cmd.Context(), newIdentity(d), cmd.InOrStdin())
			if err != nil {
				return userError(err, u)
			}
			return tellUser(cmd, made)
		})
	}
	return cmd
}

func roleList() string {
	var names []string
	for _, r := range identity.Roles() {
		names = append(names, string(r))
	}
	return strings.Join(names, " ")
}

// create makes the unit where it is missing and asked for, then the account.
func (u newUser) create(ctx context.Context, s *identity.Service, stdin io.Reader) (createdUser, error) {
	password := identity.NewTemporaryPassword()
	if u.passwordStdin {
		var err error
		if password, err = readPassword(stdin); err != nil {
			return createdUser{}, err
		}
	}
	unit, fresh, err := u.findUnit(ctx, s)
	if err != nil {
		return createdUser{}, err
	}
	account := identity.Account{
		ID: exam.AccountID(exam.NewID()), Username: strings.ToLower(strings.TrimSpace(u.username)), FullName: strings.TrimSpace(u.fullName),
		UnitID: unit.ID, PasswordTemporary: !u.passwordStdin,
	}
	for _, r := range u.roles {
		account.Grants = append(account.Grants, identity.Grant{Role: exam.Role(r), UnitID: unit.ID})
	}
	// Nothing is made when the account itself is refused.
	if err := errors.Join(account.Validate(), identity.CheckPassword(account.Username, password)); err != nil {
		return createdUser{}, err
	}
	err = s.Seed(ctx, fresh, []identity.Account{account}, func(identity.Account) string { return password })
	if err != nil {
		return createdUser{}, err
	}
	made := createdUser{ID: string(account.ID), Username: account.Username, Roles: u.roles, Unit: unit.Code}
	if !u.passwordStdin {
		made.TemporaryPassword = password
	}
	return made, nil
}

// findUnit returns the unit with the code, and in fresh the one that is to be
// made.
func (u newUser) findUnit(ctx context.Context, s *identity.Service) (unit identity.Unit, fresh []identity.Unit, err error) {
	tree, err := s.Tree(ctx)
	if err != nil {
		return unit, nil, err
	}
	if unit, ok := tree.ByCode(u.unit); ok {
		return unit, nil, nil
	}
	if u.unitName == "" {
		return unit, nil, fault.New(fault.NotFound, "unit.not_found")
	}
	unit = identity.Unit{ID: exam.UnitID(exam.NewID()), Kind: identity.UnitSo, Code: u.unit, Name: u.unitName}
	return unit, []identity.Unit{unit}, unit.Validate()
}

// readPassword reads the first line.
func readPassword(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, 4096))
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimRight(line, "\r"), nil
}

// userError says what to do about a refusal.
func userError(err error, u newUser) error {
	hints := map[string]string{
		"unit.not_found":         "no unit has the code " + u.unit + ": give --unit-name to make it, in an empty database",
		"unit.code":              "--unit " + u.unit + ": a code has letters, digits, dot, dash, slash and underscore",
		"account.username":       "--username " + u.username + ": 2 to 64 of a-z, 0-9, dot, dash, underscore and @",
		"account.username_taken": "the user name " + u.username + " is taken",
		"account.role":           "--role: want one or more of " + roleList(),
		"password.short":         "the password is too short",
		"password.weak":          "the password is too simple",
	}
	if hint, ok := hints[fault.CodeOf(err)]; ok {
		return fmt.Errorf("%s: %s", fault.CodeOf(err), hint)
	}
	return err
}

func tellUser(cmd *cobra.Command, made createdUser) error {
	if wantsJSON(cmd) {
		return printJSON(cmd.OutOrStdout(), made)
	}
	out := cmd.OutOrStdout()
	_, err := fmt.Fprintf(out, "account %s: %s for %s\n", made.Username, strings.Join(made.Roles, ", "), made.Unit)
	if made.TemporaryPassword != "" {
		_, err = fmt.Fprintf(out, "temporary password: %s\n", made.TemporaryPassword)
	}
	return err
}
