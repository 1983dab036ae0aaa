<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
    <context>
        <name>Action</name>
        <message>
            <source>&amp;Open MIDI File…</source>
            <translation>MIDI 파일 열기(&amp;O)…</translation>
        </message>
        <message>
            <source>Open a MIDI file as the prompt</source>
            <translation>MIDI 파일을 프롬프트로 엽니다</translation>
        </message>
        <message>
            <source>Open &amp;Demo Prompt</source>
            <translation>데모 프롬프트 열기(&amp;D)</translation>
        </message>
        <message>
            <source>Open the short prompt that comes with TatumFlow</source>
            <translation>TatumFlow에 들어 있는 짧은 프롬프트를 엽니다</translation>
        </message>
        <message>
            <source>&amp;Save Take As…</source>
            <translation>테이크를 다른 이름으로 저장(&amp;S)…</translation>
        </message>
        <message>
            <source>Save the take that is shown as a MIDI file</source>
            <translation>보이는 테이크를 MIDI 파일로 저장합니다</translation>
        </message>
        <message>
            <source>Se&amp;ttings…</source>
            <translation>설정(&amp;T)…</translation>
        </message>
        <message>
            <source>Choose the sound of playback and where the model runs</source>
            <translation>재생 소리와 모델을 실행할 장치를 고릅니다</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>끝내기(&amp;Q)</translation>
        </message>
        <message>
            <source>Close TatumFlow</source>
            <translation>TatumFlow를 닫습니다</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>실행 취소(&amp;U)</translation>
        </message>
        <message>
            <source>Take back the last change</source>
            <translation>마지막 변경을 되돌립니다</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>다시 실행(&amp;R)</translation>
        </message>
        <message>
            <source>Make the change again that was taken back</source>
            <translation>되돌린 변경을 다시 적용합니다</translation>
        </message>
        <message>
            <source>Transpose &amp;Up</source>
            <translation>반음 올리기(&amp;U)</translation>
        </message>
        <message>
            <source>Move what is shown up by a semitone</source>
            <translation>보이는 음표를 반음 올립니다</translation>
        </message>
        <message>
            <source>Transpose &amp;Down</source>
            <translation>반음 내리기(&amp;D)</translation>
        </message>
        <message>
            <source>Move what is shown down by a semitone</source>
            <translation>보이는 음표를 반음 내립니다</translation>
        </message>
        <message>
            <source>Octave U&amp;p</source>
            <translation>한 옥타브 올리기(&amp;P)</translation>
        </message>
        <message>
            <source>Move what is shown up by an octave</source>
            <translation>보이는 음표를 한 옥타브 올립니다</translation>
        </message>
        <message>
            <source>Octave Do&amp;wn</source>
            <translation>한 옥타브 내리기(&amp;W)</translation>
        </message>
        <message>
            <source>Move what is shown down by an octave</source>
            <translation>보이는 음표를 한 옥타브 내립니다</translation>
        </message>
        <message>
            <source>&amp;Star Take</source>
            <translation>테이크에 별표(&amp;S)</translation>
        </message>
        <message>
            <source>Mark the take that is shown as a favourite</source>
            <translation>보이는 테이크를 즐겨찾기로 표시합니다</translation>
        </message>
        <message>
            <source>D&amp;elete Take</source>
            <translation>테이크 삭제(&amp;E)</translation>
        </message>
        <message>
            <source>Delete the take that is shown; undo brings it back</source>
            <translation>보이는 테이크를 삭제합니다. 실행 취소로 되살릴 수 있습니다</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>생성(&amp;G)</translation>
        </message>
        <message>
            <source>Write new takes that continue the prompt</source>
            <translation>프롬프트에 이어지는 새 테이크를 씁니다</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>취소(&amp;C)</translation>
        </message>
        <message>
            <source>Stop what is being generated or opened</source>
            <translation>진행 중인 생성이나 열기를 멈춥니다</translation>
        </message>
        <message>
            <source>&amp;Roll the Seed</source>
            <translation>시드 다시 굴리기(&amp;R)</translation>
        </message>
        <message>
            <source>Choose another random seed</source>
            <translation>다른 임의의 시드를 고릅니다</translation>
        </message>
        <message>
            <source>Continue From This &amp;Take</source>
            <translation>이 테이크에서 이어 가기(&amp;T)</translation>
        </message>
        <message>
            <source>Make the prompt and this take together the new prompt</source>
            <translation>프롬프트와 이 테이크를 합쳐 새 프롬프트로 삼습니다</translation>
        </message>
        <message>
            <source>&amp;Next Take</source>
            <translation>다음 테이크(&amp;N)</translation>
        </message>
        <message>
            <source>Show the next take</source>
            <translation>다음 테이크를 보입니다</translation>
        </message>
        <message>
            <source>&amp;Previous Take</source>
            <translation>이전 테이크(&amp;P)</translation>
        </message>
        <message>
            <source>Show the take before this one</source>
            <translation>이전 테이크를 보입니다</translation>
        </message>
        <message>
            <source>Show &amp;Only the Prompt</source>
            <translation>프롬프트만 보기(&amp;O)</translation>
        </message>
        <message>
            <source>Show the whole prompt without a take</source>
            <translation>테이크 없이 프롬프트 전체를 보입니다</translation>
        </message>
        <message>
            <source>&amp;Play or Stop</source>
            <translation>재생 또는 정지(&amp;P)</translation>
        </message>
        <message>
            <source>Play from the play position, or stop</source>
            <translation>재생 위치부터 재생하거나 멈춥니다</translation>
        </message>
        <message>
            <source>To the &amp;Start</source>
            <translation>처음으로(&amp;S)</translation>
        </message>
        <message>
            <source>Move the play position to the first bar</source>
            <translation>재생 위치를 첫 마디로 옮깁니다</translation>
        </message>
        <message>
            <source>&amp;Loop</source>
            <translation>반복(&amp;L)</translation>
        </message>
        <message>
            <source>Repeat the range marked in the ruler, else the take, else everything</source>
            <translation>눈금자에 표시한 구간을 반복합니다. 없으면 테이크를, 그것도 없으면 전체를 반복합니다</translation>
        </message>
        <message>
            <source>&amp;Fit</source>
            <translation>전체 맞춤(&amp;F)</translation>
        </message>
        <message>
            <source>Show the whole clip in the piano roll</source>
            <translation>피아노 롤에 클립 전체를 보입니다</translation>
        </message>
        <message>
            <source>Zoom &amp;In</source>
            <translation>확대(&amp;I)</translation>
        </message>
        <message>
            <source>Stretch time in the piano roll</source>
            <translation>피아노 롤의 시간을 늘려 보입니다</translation>
        </message>
        <message>
            <source>Zoom &amp;Out</source>
            <translation>축소(&amp;O)</translation>
        </message>
        <message>
            <source>Squeeze time in the piano roll</source>
            <translation>피아노 롤의 시간을 줄여 보입니다</translation>
        </message>
        <message>
            <source>&amp;Shortcuts</source>
            <translation>단축키(&amp;S)</translation>
        </message>
        <message>
            <source>List every keyboard shortcut</source>
            <translation>모든 단축키를 보여 줍니다</translation>
        </message>
    </context>
    <context>
        <name>Application</name>
        <message>
            <source>Something unexpected happened; details are in {file}.</source>
            <translation>예상하지 못한 일이 일어났습니다. 자세한 내용은 {file}에 있습니다.</translation>
        </message>
    </context>
    <context>
        <name>Controller</name>
        <message>
            <source>A note would leave the range of MIDI, so nothing was transposed.</source>
            <translation>MIDI 음역을 벗어나는 음표가 있어 조옮김하지 않았습니다.</translation>
        </message>
    </context>
    <context>
        <name>EmptyState</name>
        <message>
            <source>Drop a MIDI file here</source>
            <translation>MIDI 파일을 여기에 끌어다 놓으세요</translation>
        </message>
        <message>
            <source>or press Generate to start from the demo prompt</source>
            <translation>또는 생성을 눌러 데모 프롬프트로 시작하세요</translation>
        </message>
        <message>
            <source>Choose a F&amp;ile…</source>
            <translation>파일 고르기(&amp;I)…</translation>
        </message>
        <message>
            <source>Try the De&amp;mo</source>
            <translation>데모 써 보기(&amp;M)</translation>
        </message>
    </context>
    <context>
        <name>Engine</name>
        <message>
            <source>Something unexpected happened; details are in {file}. Please try again.</source>
            <translation>예상하지 못한 일이 일어났습니다. 자세한 내용은 {file}에 있습니다. 다시 시도해 주세요.</translation>
        </message>
        <message>
            <source>No model is loaded, so nothing can be generated.</source>
            <translation>모델을 불러오지 못해 생성할 수 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>Files</name>
        <message>
            <source>MIDI files ({patterns})</source>
            <translation>MIDI 파일 ({patterns})</translation>
        </message>
        <message>
            <source>Open MIDI File</source>
            <translation>MIDI 파일 열기</translation>
        </message>
        <message>
            <source>Save Take As</source>
            <translation>테이크를 다른 이름으로 저장</translation>
        </message>
        <message>
            <source>{take} was saved as {file}.</source>
            <translation>{take}을(를) {file}(으)로 저장했습니다.</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Rooms</source>
            <translation>작업 공간</translation>
        </message>
        <message>
            <source>Compose</source>
            <translation>작곡</translation>
        </message>
        <message>
            <source>Playback is {backend}; the playhead moves all the same.</source>
            <translation>재생 장치: {backend}. 소리는 없지만 재생 위치는 움직입니다.</translation>
        </message>
        <message>
            <source>{file} is not a MIDI file; drop a .mid file to open it as the prompt.</source>
            <translation>{file}은(는) MIDI 파일이 아닙니다. .mid 파일을 끌어다 놓으면 프롬프트로 엽니다.</translation>
        </message>
        <message>
            <source>The language changes at the next start.</source>
            <translation>언어는 다음에 시작할 때 바뀝니다.</translation>
        </message>
    </context>
    <context>
        <name>Menu</name>
        <message>
            <source>&amp;File</source>
            <translation>파일(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>편집(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;Generate</source>
            <translation>생성(&amp;G)</translation>
        </message>
        <message>
            <source>&amp;Transport</source>
            <translation>재생(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>보기(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>도움말(&amp;H)</translation>
        </message>
        <message>
            <source>As the &amp;System</source>
            <translation>시스템 설정 따르기(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>밝게(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Dark</source>
            <translation>어둡게(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Theme</source>
            <translation>테마(&amp;T)</translation>
        </message>
        <message>
            <source>L&amp;anguage</source>
            <translation>언어(&amp;A)</translation>
        </message>
    </context>
    <context>
        <name>MessageBar</name>
        <message>
            <source>Dismiss message</source>
            <translation>메시지 닫기</translation>
        </message>
        <message>
            <source>Dismiss this message</source>
            <translation>이 메시지를 닫습니다</translation>
        </message>
    </context>
    <context>
        <name>PianoRoll</name>
        <message>
            <source>Prompt (grey)</source>
            <translation>프롬프트 (회색)</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>축소</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>확대</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>전체 맞춤</translation>
        </message>
        <message>
            <source>Prompt</source>
            <translation>프롬프트</translation>
        </message>
        <message>
            <source>Lead</source>
            <translation>멜로디</translation>
        </message>
        <message>
            <source>Chords</source>
            <translation>코드</translation>
        </message>
        <message>
            <source>Bass</source>
            <translation>베이스</translation>
        </message>
        <message>
            <source>Piano roll</source>
            <translation>피아노 롤</translation>
        </message>
        <message>
            <source>Shows the prompt and the chosen take on the bar grid. Arrow keys scroll, F fits.</source>
            <translation>프롬프트와 고른 테이크를 마디 격자에 보여 줍니다. 화살표 키로 움직이고 F로 전체를 맞춥니다.</translation>
        </message>
        <message>
            <source>Click the ruler to set the play position, drag in it to loop. Ctrl+wheel zooms.</source>
            <translation>눈금자를 누르면 재생 위치가 정해지고, 끌면 반복 구간이 됩니다. Ctrl+휠로 확대합니다.</translation>
        </message>
        <message>
            <source>{pitch} · {role} · bar {position} · velocity {velocity}</source>
            <translation>{pitch} · {role} · 마디 {position} · 세기 {velocity}</translation>
        </message>
    </context>
    <context>
        <name>Settings</name>
        <message>
            <source>Settings</source>
            <translation>설정</translation>
        </message>
        <message>
            <source>The one that comes with TatumFlow</source>
            <translation>TatumFlow에 들어 있는 것</translation>
        </message>
        <message>
            <source>&amp;Choose…</source>
            <translation>고르기(&amp;C)…</translation>
        </message>
        <message>
            <source>De&amp;fault</source>
            <translation>기본값(&amp;F)</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>자동</translation>
        </message>
        <message>
            <source>C&amp;lose</source>
            <translation>닫기(&amp;L)</translation>
        </message>
        <message>
            <source>SoundFont</source>
            <translation>사운드폰트</translation>
        </message>
        <message>
            <source>The sounds of playback</source>
            <translation>재생에 쓰는 소리</translation>
        </message>
        <message>
            <source>Choose a SoundFont</source>
            <translation>사운드폰트 고르기</translation>
        </message>
        <message>
            <source>Use a SoundFont of your own (.sf2 or .sf3)</source>
            <translation>가지고 있는 사운드폰트(.sf2 또는 .sf3)를 씁니다</translation>
        </message>
        <message>
            <source>Default SoundFont</source>
            <translation>기본 사운드폰트</translation>
        </message>
        <message>
            <source>Use the SoundFont that comes with TatumFlow</source>
            <translation>TatumFlow에 들어 있는 사운드폰트를 씁니다</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>장치</translation>
        </message>
        <message>
            <source>Where the model runs; from the next start on</source>
            <translation>모델을 실행할 장치입니다. 다음에 시작할 때부터 쓰입니다</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>스레드</translation>
        </message>
        <message>
            <source>Processor threads for the model; from the next start on</source>
            <translation>모델이 쓸 프로세서 스레드 수입니다. 다음에 시작할 때부터 쓰입니다</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>Close the settings</source>
            <translation>설정을 닫습니다</translation>
        </message>
        <message>
            <source>&amp;SoundFont</source>
            <translation>사운드폰트(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Device</source>
            <translation>장치(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Threads</source>
            <translation>스레드(&amp;T)</translation>
        </message>
        <message>
            <source>Device and threads are used from the next start on.</source>
            <translation>장치와 스레드는 다음에 시작할 때부터 쓰입니다.</translation>
        </message>
        <message>
            <source>SoundFonts ({patterns})</source>
            <translation>사운드폰트 ({patterns})</translation>
        </message>
    </context>
    <context>
        <name>Shortcuts</name>
        <message>
            <source>Press the focused button</source>
            <translation>초점이 있는 단추 누르기</translation>
        </message>
        <message>
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <source>Next control</source>
            <translation>다음 컨트롤</translation>
        </message>
        <message>
            <source>Tab</source>
            <translation>Tab</translation>
        </message>
        <message>
            <source>Set the play position</source>
            <translation>재생 위치 정하기</translation>
        </message>
        <message>
            <source>Click the ruler</source>
            <translation>눈금자 누르기</translation>
        </message>
        <message>
            <source>Mark a loop</source>
            <translation>반복 구간 표시</translation>
        </message>
        <message>
            <source>Drag in the ruler</source>
            <translation>눈금자에서 끌기</translation>
        </message>
        <message>
            <source>Zoom time</source>
            <translation>시간 확대·축소</translation>
        </message>
        <message>
            <source>Ctrl+wheel</source>
            <translation>Ctrl+휠</translation>
        </message>
        <message>
            <source>Zoom pitches</source>
            <translation>음높이 확대·축소</translation>
        </message>
        <message>
            <source>Ctrl+Shift+wheel</source>
            <translation>Ctrl+Shift+휠</translation>
        </message>
        <message>
            <source>Scroll through time</source>
            <translation>시간 방향으로 이동</translation>
        </message>
        <message>
            <source>Shift+wheel</source>
            <translation>Shift+휠</translation>
        </message>
        <message>
            <source>Take into the DAW</source>
            <translation>테이크를 DAW로</translation>
        </message>
        <message>
            <source>Drag the card of the take</source>
            <translation>테이크 카드 끌기</translation>
        </message>
        <message>
            <source>Shortcuts</source>
            <translation>단축키</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>명령</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>키</translation>
        </message>
        <message>
            <source>What it does</source>
            <translation>하는 일</translation>
        </message>
        <message>
            <source>Every keyboard shortcut and pointer gesture</source>
            <translation>모든 단축키와 포인터 동작</translation>
        </message>
    </context>
    <context>
        <name>Stage</name>
        <message>
            <source>Reading the file…</source>
            <translation>파일을 읽는 중…</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>시작하는 중…</translation>
        </message>
        <message>
            <source>Writing the notes…</source>
            <translation>음표를 쓰는 중…</translation>
        </message>
        <message>
            <source>Shaping the phrases…</source>
            <translation>프레이즈를 다듬는 중…</translation>
        </message>
        <message>
            <source>Finding the beat…</source>
            <translation>박을 찾는 중…</translation>
        </message>
        <message>
            <source>Telling the hands apart…</source>
            <translation>성부를 나누는 중…</translation>
        </message>
        <message>
            <source>Naming the chords…</source>
            <translation>코드를 알아내는 중…</translation>
        </message>
    </context>
    <context>
        <name>StyleMixer</name>
        <message>
            <source>Style {letter}</source>
            <translation>스타일 {letter}</translation>
        </message>
        <message>
            <source>A style of the palette; without one the prompt decides</source>
            <translation>팔레트의 스타일입니다. 고르지 않으면 프롬프트를 따릅니다</translation>
        </message>
        <message>
            <source>Weight of style {letter}</source>
            <translation>스타일 {letter}의 비중</translation>
        </message>
        <message>
            <source>How much of this style goes into the mix, 0 to 100</source>
            <translation>이 스타일을 섞는 비중, 0에서 100</translation>
        </message>
        <message>
            <source>From the prompt</source>
            <translation>프롬프트에 따름</translation>
        </message>
        <message>
            <source>Creativity</source>
            <translation>창의성</translation>
        </message>
        <message>
            <source>0 stays close to the prompt's own material, 100 roams freely</source>
            <translation>0이면 프롬프트의 소재에 가깝고 100이면 자유롭습니다</translation>
        </message>
        <message>
            <source>Bars to write</source>
            <translation>쓸 마디 수</translation>
        </message>
        <message>
            <source>Length of a take in bars</source>
            <translation>테이크의 길이(마디)</translation>
        </message>
        <message>
            <source>Takes to write</source>
            <translation>쓸 테이크 수</translation>
        </message>
        <message>
            <source>How many takes one Generate writes</source>
            <translation>한 번 생성할 때 쓰는 테이크 수</translation>
        </message>
        <message>
            <source>Seed</source>
            <translation>시드</translation>
        </message>
        <message>
            <source>The same prompt, settings and seed give the same notes; typing one locks it</source>
            <translation>프롬프트와 설정과 시드가 같으면 같은 음표가 나옵니다. 직접 입력하면 잠깁니다</translation>
        </message>
        <message>
            <source>Roll the seed</source>
            <translation>시드 굴리기</translation>
        </message>
        <message>
            <source>Choose another random seed (Ctrl+R)</source>
            <translation>다른 임의의 시드를 고릅니다 (Ctrl+R)</translation>
        </message>
        <message>
            <source>Lock the seed</source>
            <translation>시드 잠그기</translation>
        </message>
        <message>
            <source>Keep this seed; unlocked, each Generate rolls a new one</source>
            <translation>이 시드를 유지합니다. 잠그지 않으면 생성할 때마다 새로 굴립니다</translation>
        </message>
        <message>
            <source>First prompt bar</source>
            <translation>프롬프트 첫 마디</translation>
        </message>
        <message>
            <source>The first bar that takes build on</source>
            <translation>테이크가 바탕으로 삼는 첫 마디</translation>
        </message>
        <message>
            <source>Last prompt bar</source>
            <translation>프롬프트 끝 마디</translation>
        </message>
        <message>
            <source>The bar after which takes begin</source>
            <translation>이 마디 다음부터 테이크가 시작됩니다</translation>
        </message>
        <message>
            <source>Ge&amp;nerate</source>
            <translation>생성(&amp;N)</translation>
        </message>
        <message>
            <source>Ta&amp;kes</source>
            <translation>테이크 수(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;Seed</source>
            <translation>시드(&amp;S)</translation>
        </message>
        <message>
            <source>Generate</source>
            <translation>생성</translation>
        </message>
        <message>
            <source>&amp;Cancel</source>
            <translation>취소(&amp;C)</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>진행</translation>
        </message>
        <message>
            <source>How far the work under way is</source>
            <translation>진행 중인 작업이 얼마나 되었는지 보여 줍니다</translation>
        </message>
        <message>
            <source>St&amp;yle</source>
            <translation>스타일(&amp;Y)</translation>
        </message>
        <message>
            <source>C&amp;reativity</source>
            <translation>창의성(&amp;R)</translation>
        </message>
        <message>
            <source>close to the prompt</source>
            <translation>프롬프트에 가깝게</translation>
        </message>
        <message>
            <source>free</source>
            <translation>자유롭게</translation>
        </message>
        <message>
            <source>&amp;Prompt, from bar</source>
            <translation>프롬프트 첫 마디(&amp;P)</translation>
        </message>
        <message>
            <source>to bar</source>
            <translation>끝 마디</translation>
        </message>
        <message>
            <source>&amp;Bars to write</source>
            <translation>쓸 마디 수(&amp;B)</translation>
        </message>
    </context>
    <context>
        <name>Take</name>
        <message>
            <source>Take {number}</source>
            <translation>테이크 {number}</translation>
        </message>
        <message>
            <source>Click to show this take. Drag it into your DAW. Enter shows it too.</source>
            <translation>누르면 이 테이크를 보입니다. DAW로 끌어다 놓을 수 있습니다. Enter로도 보입니다.</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>재생</translation>
        </message>
        <message>
            <source>Play this take</source>
            <translation>이 테이크를 재생합니다</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>별표</translation>
        </message>
        <message>
            <source>Mark this take as a favourite</source>
            <translation>이 테이크를 즐겨찾기로 표시합니다</translation>
        </message>
        <message>
            <source>Save as</source>
            <translation>다른 이름으로 저장</translation>
        </message>
        <message>
            <source>Save this take as a MIDI file</source>
            <translation>이 테이크를 MIDI 파일로 저장합니다</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>삭제</translation>
        </message>
        <message>
            <source>Delete this take; undo brings it back</source>
            <translation>이 테이크를 삭제합니다. 실행 취소로 되살릴 수 있습니다</translation>
        </message>
        <message>
            <source>{bars} bars · seed {seed}</source>
            <translation>{bars}마디 · 시드 {seed}</translation>
        </message>
        <message>
            <source>{bars} bars, {notes} notes, seed {seed}</source>
            <translation>{bars}마디, 음표 {notes}개, 시드 {seed}</translation>
        </message>
    </context>
    <context>
        <name>Takes</name>
        <message>
            <source>Takes</source>
            <translation>테이크</translation>
        </message>
        <message>
            <source>Drag a card into your DAW</source>
            <translation>카드를 DAW로 끌어다 놓으세요</translation>
        </message>
        <message>
            <source>Takes appear here. Press Generate to write the first ones.</source>
            <translation>테이크가 여기에 나타납니다. 생성을 눌러 첫 테이크를 쓰세요.</translation>
        </message>
    </context>
    <context>
        <name>Transport</name>
        <message>
            <source>&amp;Open…</source>
            <translation>열기(&amp;O)…</translation>
        </message>
        <message>
            <source>Open MIDI file</source>
            <translation>MIDI 파일 열기</translation>
        </message>
        <message>
            <source>&amp;Demo</source>
            <translation>데모(&amp;D)</translation>
        </message>
        <message>
            <source>Open demo prompt</source>
            <translation>데모 프롬프트 열기</translation>
        </message>
        <message>
            <source>Name of the prompt</source>
            <translation>프롬프트 이름</translation>
        </message>
        <message>
            <source>To the start</source>
            <translation>처음으로</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>재생</translation>
        </message>
        <message>
            <source>Loop</source>
            <translation>반복</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>위치</translation>
        </message>
        <message>
            <source>Play position: bar and beat</source>
            <translation>재생 위치: 마디와 박</translation>
        </message>
        <message>
            <source>Tempo</source>
            <translation>템포</translation>
        </message>
        <message>
            <source>Meter</source>
            <translation>박자</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>조</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>음량</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>모델</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>정지</translation>
        </message>
        <message>
            <source>No model</source>
            <translation>모델 없음</translation>
        </message>
        <message>
            <source>Loading the model…</source>
            <translation>모델을 불러오는 중…</translation>
        </message>
        <message>
            <source>The model that writes the takes</source>
            <translation>테이크를 쓰는 모델</translation>
        </message>
        <message>
            <source>Ready · {device}</source>
            <translation>준비됨 · {device}</translation>
        </message>
        <message>
            <source>Model {checkpoint}, loaded in {seconds:.1f} s</source>
            <translation>모델 {checkpoint}, {seconds:.1f}초에 불러옴</translation>
        </message>
        <message>
            <source>Playback loudness</source>
            <translation>재생 음량</translation>
        </message>
    </context>
    <context>
        <name>Undo</name>
        <message>
            <source>open {name}</source>
            <translation>{name} 열기</translation>
        </message>
        <message>
            <source>choose prompt bars</source>
            <translation>프롬프트 마디 고르기</translation>
        </message>
        <message>
            <source>generate</source>
            <translation>생성</translation>
        </message>
        <message>
            <source>delete Take {number}</source>
            <translation>테이크 {number} 삭제</translation>
        </message>
        <message>
            <source>star Take {number}</source>
            <translation>테이크 {number} 별표</translation>
        </message>
        <message>
            <source>change settings</source>
            <translation>설정 바꾸기</translation>
        </message>
        <message>
            <source>transpose</source>
            <translation>조옮김</translation>
        </message>
        <message>
            <source>continue from Take {number}</source>
            <translation>테이크 {number}에서 이어 가기</translation>
        </message>
    </context>
</TS>
