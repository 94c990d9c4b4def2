import { useQueryClient } from "@tanstack/react-query";

import { Dialog } from "../ui/dialog.tsx";
import { KeyForm } from "./key-form.tsx";
import "./sign-in.css";

/** Over a page whose session has ended: what was chosen and written there stays. Closing it leaves for the sign-in. */
export function SignInAgain({ name }: { name: string }) {
  const client = useQueryClient();
  return (
    <Dialog title="Your session has ended" close={() => void client.resetQueries()}>
      <p>
        It was the session of {name}. Sign in again to go on where you are; what was refused meanwhile was not
        done.
      </p>
      <KeyForm signedIn={() => client.invalidateQueries()} />
    </Dialog>
  );
}
